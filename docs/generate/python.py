"""Makes `docs/reference/python.md`: everything that `import sim` offers, from its code and docstrings."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from types import FunctionType
from typing import Final

from sim import api

HEAD: Final = """# From Python

Made from `sim/api.py` by `make docs`; do not edit by hand. What `import sim` names is public, and so is what its classes have
by the names below; all else may change. In a notebook a scenario, a study and a run show themselves as tables.
"""

ROOT: Final = "sim"
"""The package whose classes are ours."""
SHORT: Final = 2
"""So many arguments stand on one line."""


def text() -> str:
    """The page: functions, what they take and return, and what is reached through that."""
    offered = {name: getattr(api, name) for name in api.__all__}
    functions = [each for each in offered.values() if inspect.isfunction(each)]
    errors = [each for each in offered.values() if inspect.isclass(each) and issubclass(each, Exception)]
    classes = [each for each in offered.values() if inspect.isclass(each) and each not in errors]
    parts = [HEAD, _module(), "## Functions\n", *map(_function, functions)]
    parts += ["## What they take and give back\n", *map(_class, classes)]
    parts += ["## What is reached through these\n", *map(_class, _reached(classes))]
    parts += ["## Errors and warnings\n", *map(_class, errors)]
    return "\n".join(parts).rstrip() + "\n"


def _module() -> str:
    """What the module says of itself, behind its first sentence."""
    return _told(inspect.cleandoc(api.__doc__ or "").partition("\n")[2].strip())


def _told(doc: str) -> str:
    """A docstring as Markdown: its examples in a block, laid out as the formatter does it."""
    lines, inside = [], False
    for line in doc.splitlines():
        example = line.startswith(">>>")
        if example and not inside:
            lines += [*([""] if lines and lines[-1] else []), "```python"]
        elif inside and not example:
            lines.append("```")
        inside = example
        lines += [line.removeprefix(">>> "), *([""] if line.startswith(">>> import ") else [])]
    return "\n".join([*lines, *(["```"] if inside else [])]) + "\n"


def _node(found: object) -> ast.FunctionDef | ast.ClassDef:
    """The code of a function or class."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(found))).body  # type: ignore[arg-type]
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)  # noqa: S101 - nothing else is asked for
    return node


def _function(function: FunctionType) -> str:
    node = _node(function)
    assert isinstance(node, ast.FunctionDef)  # noqa: S101 - as above
    given = _arguments(node)
    short = len(given) <= SHORT
    arguments = ", ".join(given) if short else "".join(f"\n    {each}," for each in given) + "\n"
    called = f"sim.{node.name}({arguments}) -> {_annotation(node.returns)}"
    return f"### sim.{node.name}\n\n```python\n{called}\n```\n\n{_told(ast.get_docstring(node) or '')}"


def _arguments(node: ast.FunctionDef) -> list[str]:
    """Its arguments as they are written, without `self`."""
    given, absent = node.args, [None] * (len(node.args.args) - len(node.args.defaults))
    found = [_argument(*each) for each in zip(given.args, [*absent, *given.defaults], strict=True)]
    if given.vararg is not None:
        found.append(f"*{_argument(given.vararg, None)}")
    elif given.kwonlyargs:
        found.append("*")
    found += [_argument(*each) for each in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    return [each for each in found if each != "self"]


def _argument(argument: ast.arg, default: ast.expr | None) -> str:
    named = (
        argument.arg if argument.annotation is None else f"{argument.arg}: {_annotation(argument.annotation)}"
    )
    return named if default is None else f"{named} = {ast.unparse(default)}"


def _annotation(node: ast.expr | None) -> str:
    return "None" if node is None else ast.unparse(node).strip("'\"")


def _class(found: type) -> str:
    node = _node(found)
    assert isinstance(node, ast.ClassDef)  # noqa: S101 - as above
    rows = list(_members(node))
    ours = [base.__name__ for base in found.__bases__ if base.__module__.startswith(f"{ROOT}.")]
    parts = [f"### {found.__name__}\n", _told(ast.get_docstring(node) or "")]
    if rows and ours:
        parts.append(f"All that {' and '.join(ours)} has, and:\n")
    if rows:
        parts.append("\n".join(["| name | type | meaning |", "|---|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def _members(node: ast.ClassDef) -> Iterator[str]:
    """Rows of what is public in a class: fields, properties and methods in the order of the code."""
    for at, each in enumerate(node.body):
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            behind = node.body[at + 1] if at + 1 < len(node.body) else None
            told = _constant(behind)
            if not each.target.id.startswith("_") and "ClassVar" not in ast.unparse(each.annotation):
                yield _row(each.target.id, _annotation(each.annotation), told)
        elif isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
            asked = any("property" in ast.unparse(decorator) for decorator in each.decorator_list)
            name = each.name if asked else f"{each.name}({', '.join(_arguments(each))})"
            yield _row(name, _annotation(each.returns), ast.get_docstring(each) or "")


def _constant(node: ast.stmt | None) -> str:
    """The text that stands below a field."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return inspect.cleandoc(str(node.value.value))
    return ""


def _row(name: str, kind: str, told: str) -> str:
    cells = (f"`{name}`", f"`{kind}`", " ".join(told.split()))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _reached(classes: list[type]) -> list[type]:
    """Dataclasses of ours that the members of these name, once each, in the order of their names."""
    found: dict[str, type] = {}
    for each in classes:
        known = vars(sys.modules[each.__module__])
        node = _node(each)
        assert isinstance(node, ast.ClassDef)  # noqa: S101 - as above
        for member in node.body:
            annotation = (
                member.annotation if isinstance(member, ast.AnnAssign) else getattr(member, "returns", None)
            )
            public = getattr(member, "name", "") or ast.unparse(getattr(member, "target", ast.Constant("_")))
            if annotation is None or public.startswith("_"):
                continue
            for name in (part.id for part in ast.walk(annotation) if isinstance(part, ast.Name)):
                meant = known.get(name)
                if inspect.isclass(meant) and hasattr(meant, "__dataclass_fields__") and meant not in classes:
                    found[name] = meant
    return [found[name] for name in sorted(found)]
