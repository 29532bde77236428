"""The house keeps its own rules: few files a folder, few floors a folder, one name one meaning."""

import ast
from collections import Counter
from pathlib import Path

import pytest

SIM = Path(__file__).parents[1] / "sim"
FILES = {p.relative_to(SIM.parent).with_suffix("").as_posix().replace("/", "."): p for p in SIM.rglob("*.py")}
FOLDERS = sorted({p.parent for p in FILES.values()})
MOST_FILES, MOST_FLOORS = 20, 8


def imports(path: Path) -> set[str]:
    """Modules of this project that a file names, those under TYPE_CHECKING too."""
    found = [
        n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ImportFrom) and n.module
    ]
    return {m for n in found for a in n.names for m in (f"{n.module}.{a.name}", n.module) if m in FILES}


def rooms(folder: Path) -> dict[str, set[str]]:
    """What each file or subfolder of a folder imports of its siblings."""
    prefix = ".".join(folder.relative_to(SIM.parent).parts) + "."
    room = {m: m.removeprefix(prefix).split(".")[0] for m in FILES if m.startswith(prefix)}
    edges: dict[str, set[str]] = {name: set() for name in room.values() if name != "__init__"}
    for module, name in room.items():
        if name in edges:
            edges[name] |= {room[m] for m in imports(FILES[module]) if m in room} - {name, "__init__"}
    return edges


def floors(edges: dict[str, set[str]]) -> int:
    """Floors of the rooms. Fails where they run in a circle."""
    left, count = dict(edges), 0
    while left:
        ground = [name for name, below in left.items() if not below & left.keys()]
        assert ground, f"these import one another: {sorted(left)}"
        left, count = {name: below for name, below in left.items() if name not in ground}, count + 1
    return count


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.relative_to(SIM.parent).as_posix())
def test_a_folder_is_small_and_shallow(folder):
    files = [p for p in folder.glob("*.py") if p.stem != "__init__"]
    assert len(files) <= MOST_FILES
    assert floors(rooms(folder)) <= MOST_FLOORS


def test_a_name_has_one_meaning():
    names: Counter[str] = Counter()
    for path in FILES.values():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                names[node.name] += 1
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name) and target.id[0].isupper() and not target.id.isupper():
                    names[target.id] += 1
    assert not sorted(name for name, count in names.items() if count > 1)
