import tomllib
from contextlib import suppress

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.reading import toml_lines
from sim.scenario.reading.toml_lines import OutOfBoundsError, key_lines
from tests.scenario.files import leaves
from tests.scenario.full_example import FULL

scalars = st.one_of(
    st.integers(-1000, 1000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.text(alphabet=st.characters(exclude_categories=("Cs",))),
)
documents = st.dictionaries(
    st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1),
    st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("ab.\"' ", min_size=1), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)


@given(documents)
def test_every_key_of_any_document_has_a_line(document):
    text = tomli_w.dumps(document)
    assert key_lines(text).keys() == {path for path, _ in leaves(tomllib.loads(text))}


@given(documents)
def test_blank_lines_in_front_move_every_line_down(document):
    text = tomli_w.dumps(document)
    moved = key_lines("\n# a comment\n\n" + text)
    assert moved == {path: line + 3 for path, line in key_lines(text).items()}


@given(st.text())
def test_text_that_is_not_toml_only_ends_the_map(text):
    with suppress(OutOfBoundsError):
        assert all(1 <= line <= text.count("\n") + 1 for line in key_lines(text).values())


def test_each_key_of_the_full_example_stands_on_its_line():
    lines = FULL.splitlines()
    found = key_lines(FULL)
    paths = [path for path, _ in leaves(tomllib.loads(FULL))]
    assert found.keys() == set(paths)
    for path in paths:
        if isinstance(path[-1], str):
            assert path[-1] in lines[found[path] - 1]


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("[a]\nb = 1", ("a", "b"), 2),
        ("[a.b]\n\nc.d = 1", ("a", "b", "c", "d"), 3),
        ("a . \"b.c\" . 'd' = 1", ("a", "b.c", "d"), 1),
        ('"caf\\u00e9" = 1', ("café",), 1),
        ('[legs."x~y"]\nkm = 1', ("legs", "x~y", "km"), 2),
        ("a = { b = 1, c = { d = 2 } }", ("a", "c", "d"), 1),
        ("a = [\n  1,\n  # two\n  { b = 2 },\n]", ("a", 1, "b"), 4),
        ("[[a]]\nb = 1\n[[a]]\nb = 2", ("a", 1, "b"), 4),
        ("[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\nc = 2\n[[a]]\n[[a.b]]\nc = 3", ("a", 1, "b", 0, "c"), 8),
        ("[[a]]\n[a.b]\nc = 1", ("a", 0, "b", "c"), 3),
        ('a = """\n[b]\nc = 1\n"""\nd = 1', ("d",), 5),
        ("a = '''\nit''s ''''\nd = 1", ("d",), 3),
        ('a = """x\\""" # " \n"""""\nd = 1', ("d",), 3),
        ('a = "# \\" = ["\nb = 1', ("b",), 2),
        ("a = 1979-05-27 07:32:00\nb = 1", ("b",), 2),
        ("a = [[1, 2], [3]]\nb = 1", ("a", 1, 0), 1),
        ("a = { b = [ # open\n 1 ] }\nc = 1", ("c",), 3),
    ],
)
def test_keys_in_every_dress_are_found(text, path, line):
    tomllib.loads(text)
    assert key_lines(text)[path] == line


def test_a_key_that_a_header_and_a_dotted_key_name_has_its_first_line():
    assert key_lines("a.b = 1\na.c = 2")["a",] == 1


@pytest.mark.parametrize(
    "bomb",
    [
        "a = " + "[" * 100_000,
        "a = " + "{b=" * 100_000,
        "a" + ".a" * 100_000 + " = 1",
        "[a" + ".a" * 100_000 + "]",
        "a = " + "9" * 100_000,
    ],
)
def test_bombs_are_out_of_bounds(bomb):
    with pytest.raises(OutOfBoundsError):
        key_lines(bomb)


def test_too_many_keys_are_out_of_bounds(monkeypatch):
    monkeypatch.setattr(toml_lines, "MOST_KEYS", 3)
    assert len(key_lines("a = 1\nb = 1\nc = 1")) == 3
    with pytest.raises(OutOfBoundsError, match="more than 3"):
        key_lines("a = [1, 2, 3]")
