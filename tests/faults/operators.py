"""Mutation operators: what can be put in the place of a comparison, sign, constant or branch of a Python file."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

_COMPARED: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
"""The boundary moved, and the contrary."""
_WORKED_OUT: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "/",
    ast.Div: "*",
    ast.FloorDiv: "*",
    ast.Mod: "//",
    ast.Pow: "*",
    ast.BitAnd: "|",
    ast.BitOr: "&",
}
_CALLED = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "ceil": "floor",
    "floor": "ceil",
    "bisect_left": "bisect_right",
    "bisect_right": "bisect_left",
}
_DROPPED = (ast.AugAssign, ast.Delete, ast.Continue, ast.Break)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Swap(NamedTuple):
    """One text that takes another's place: characters `start` to `end` of a file, within the function or class `where`."""

    where: str
    start: int
    end: int
    new: str


def swaps(source: str) -> list[Swap]:
    """Every mutation of a Python source, in order of place, each once.

    Left alone are annotations, decorators, text and what errors say: none of them decides anything.
    """
    return sorted(set(_Search(source).of(ast.parse(source), "")), key=lambda swap: swap[1:])


class _Search:
    """Goes through the tree of a source."""

    def __init__(self, source: str) -> None:
        self.source = source
        lines = source.splitlines(keepends=True)
        self._bytes = [line.encode() for line in lines]
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line))

    def of(self, node: ast.AST, where: str) -> Iterator[Swap]:
        """The mutations of a node and of all within it."""
        for span, new in self._here(node):
            yield Swap(where, *span, new)
        inner = where
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            inner = f"{where}.{node.name}".lstrip(".")
        for field, value in ast.iter_fields(node):
            if field in {"annotation", "returns", "decorator_list", "bases", "keywords"} and not isinstance(
                node, ast.Call
            ):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _is_talk(child):
                    yield from self.of(child, inner)

    def _span(self, node: ast.AST) -> tuple[int, int]:
        return self._at(node.lineno, node.col_offset), self._at(node.end_lineno, node.end_col_offset)

    def _at(self, line: int, column: int) -> int:
        """Place in the text of a place in the tree, whose columns are counted in bytes."""
        return self._starts[line - 1] + len(self._bytes[line - 1][:column].decode())

    def _text(self, node: ast.AST) -> str:
        start, end = self._span(node)
        return self.source[start:end]

    def _here(self, node: ast.AST) -> Iterator[tuple[tuple[int, int], str]]:
        match node:
            case ast.If() | ast.IfExp():
                yield from ((self._span(node.test), truth) for truth in ("True", "False"))
            case ast.While():
                yield self._span(node.test), "False"
            case ast.comprehension():
                yield from ((self._span(test), truth) for test in node.ifs for truth in ("True", "False"))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from self._dropped(node)
            case ast.AugAssign(op=ast.Add() | ast.Sub()):
                yield self._between(node.target, node.value, "-=" if isinstance(node.op, ast.Add) else "+=")
            case ast.expr():
                yield from self._expression(node)

    def _expression(self, node: ast.expr) -> Iterator[tuple[tuple[int, int], str]]:
        match node:
            case ast.Compare():
                yield from self._compared(node)
            case ast.BinOp(op=op) if type(op) in _WORKED_OUT:
                yield self._between(node.left, node.right, _WORKED_OUT[type(op)])
            case ast.UnaryOp(op=ast.USub() | ast.Not() | ast.Invert()):
                yield self._span(node), self._text(node.operand)
            case ast.BoolOp():
                yield from self._joined(node)
            case ast.Constant(value=bool()):
                yield self._span(node), str(not node.value)
            case ast.Constant(value=int() | float()):
                yield from ((self._span(node), repr(value)) for value in _other_numbers(node.value))
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _CALLED:
                end = self._span(node.func)[1]
                yield (end - len(name), end), _CALLED[name]

    def _compared(self, node: ast.Compare) -> Iterator[tuple[tuple[int, int], str]]:
        operands = [node.left, *node.comparators]
        for left, op, right in zip(operands, node.ops, operands[1:], strict=False):
            yield from (self._between(left, right, new) for new in _COMPARED[type(op)])

    def _joined(self, node: ast.BoolOp) -> Iterator[tuple[tuple[int, int], str]]:
        """`and` for `or` and the other way round, one operand left out, and the contrary of those that are no comparison."""
        word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        yield self._span(node), self._chain(other, node.values)
        for dropped in node.values:
            yield self._span(node), self._chain(word, [each for each in node.values if each is not dropped])
        for each in node.values:
            if not isinstance(each, ast.Compare | ast.UnaryOp):
                yield self._span(each), f"(not ({self._text(each)}))"

    def _chain(self, word: str, operands: list[ast.expr]) -> str:
        return f"({f' {word} '.join(f'({self._text(each)})' for each in operands)})"

    def _dropped(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef
    ) -> Iterator[tuple[tuple[int, int], str]]:
        """Statements that change something or leave early; not a function's last `return`, nor what stands in a nested one."""
        for node in _own_statements(function):
            acts = (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Call)
                and not _is_unreachable(node.value)
            )
            sets = isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple)
            leaves = isinstance(node, ast.Return) and node is not function.body[-1]
            if acts or sets or leaves or isinstance(node, _DROPPED):
                yield self._span(node), "pass"

    def _between(self, left: ast.AST, right: ast.AST, new: str) -> tuple[tuple[int, int], str]:
        """Where the operator stands between two operands; brackets around these stay."""
        start, end = self._span(left)[1], self._span(right)[0]
        gap = self.source[start:end]
        kept_left = gap[: len(gap) - len(gap.lstrip(" )\n"))]
        kept_right = gap[len(gap.rstrip(" (\n")) :]
        return (start + len(kept_left), end - len(kept_right)), new


def _own_statements(function: ast.AST) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(function):
        if isinstance(child, (*_FUNCTIONS, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(child, ast.stmt):
            yield child
        yield from _own_statements(child)


def _other_numbers(number: float) -> tuple[float, ...]:
    return (1,) if number == 0 else (number + 1, number - 1)


def _is_unreachable(call: ast.Call) -> bool:
    """What stands where no value comes to, by the types."""
    return isinstance(call.func, ast.Name) and call.func.id == "assert_never"


def _is_talk(node: ast.AST) -> bool:
    """What is told to people: text with figures in it, errors, messages."""
    if isinstance(node, ast.JoinedStr | ast.Raise | ast.Assert):
        return True
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return True  # raises an error, too
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "message"
    )
