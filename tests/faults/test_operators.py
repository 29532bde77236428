"""Each mutation operator, on a line of code."""

import ast

import pytest

from tests.faults.operators import swaps


def mutations(source: str) -> set[str]:
    return {source[: swap.start] + swap.new + source[swap.end :] for swap in swaps(source)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", {"a <= b", "a >= b"}),
        ("a <= b", {"a < b", "a > b"}),
        ("a > b", {"a >= b", "a <= b"}),
        ("a >= b", {"a > b", "a < b"}),
        ("a == b", {"a != b"}),
        ("a is not b", {"a is b"}),
        ("a in b", {"a not in b"}),
        ("a < b < c", {"a <= b < c", "a >= b < c", "a < b <= c", "a < b >= c"}),
        ("(a) + (b)", {"(a) - (b)"}),
        ("a * b", {"a / b"}),
        ("a // b", {"a * b"}),
        ("a -= b", {"a += b"}),
        ("-a", {"a"}),
        ("not a", {"a"}),
        ("0", {"1"}),
        ("2", {"3", "1"}),
        ("0.5", {"1.5", "-0.5"}),
        ("True", {"False"}),
        ("min(a, b)", {"max(a, b)"}),
        ("(a).all(b)", {"(a).any(b)"}),
        ("a and not b", {"((a) or (not b))", "((a))", "((not b))", "(not (a)) and not b", "a and b"}),
        ("a if b else c", {"a if True else c", "a if False else c"}),
        ("[a for a in b if c]", {"[a for a in b if True]", "[a for a in b if False]"}),
        ("while a:\n    b()", {"while False:\n    b()"}),
    ],
)
def test_operator(source, expected):
    assert mutations(source) == expected


def test_branches_are_dropped_and_always_taken_and_statements_left_out():
    source = "def f(a):\n    if a:\n        return b\n    a.b = c\n    d()\n    return e\n"
    assert mutations(source) == {
        source.replace("if a", "if True"),
        source.replace("if a", "if False"),
        source.replace("return b", "pass"),
        source.replace("a.b = c", "pass"),
        source.replace("d()", "pass"),
    }


def test_annotations_decorators_text_and_errors_are_left_alone():
    source = (
        '@d(1)\ndef f(a: Literal[1]) -> Literal[2]:\n    """1 < 2"""\n'
        '    message = f"{1 + 1}"\n    raise ValueError(message, zip(a, a, strict=True))\n'
    )
    assert mutations(source) == set()


def test_where_no_value_comes_to_nothing_is_left_out():
    assert mutations("def f(a):\n    assert_never(a)\n") == set()


def test_places_are_counted_in_characters_behind_letters_of_more_bytes():
    assert mutations('"–ä", a < b') == {'"–ä", a <= b', '"–ä", a >= b'}


def test_a_mutation_names_its_function_and_its_class():
    assert {swap.where for swap in swaps("class A:\n    def f(self):\n        return 1\n")} == {"A.f"}


def test_mutations_parse_and_differ_and_are_the_same_each_time():
    source = "def f(a, b):\n    return (\n        a\n        and b\n    ) or min(a - 1, b)\n"
    assert swaps(source) == swaps(source)
    trees = [ast.dump(ast.parse(text)) for text in mutations(source)]
    assert len(set(trees)) == len(trees) > 5
    assert ast.dump(ast.parse(source)) not in trees
