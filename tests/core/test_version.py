import shutil
from pathlib import Path

import grimp
import pytest

import sim
from sim.core.version import code_digest, digest_of
from sim.study import plan
from sim.study.plan import study_digest

PACKAGE = Path(sim.__file__).parent
ONLY_TELL = {"cli", "report"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    return shutil.copytree(
        PACKAGE, tmp_path_factory.mktemp("copy") / "sim", ignore=shutil.ignore_patterns("__pycache__")
    )


def _files(package):
    """Paths of all files of the package by whether they only tell of numbers."""
    names = [path.relative_to(package) for path in sorted(package.rglob("*")) if path.is_file()]
    return [name for name in names if name.parts[0] not in ONLY_TELL], [
        name for name in names if name.parts[0] in ONLY_TELL
    ]


def _blind_to(copy, names):
    """Those of the files whose change leaves the digest as it is."""
    blind, before = [], digest_of(copy)
    for name in names:
        content = (copy / name).read_bytes()
        (copy / name).write_bytes(content + b"\n")
        if digest_of(copy) == before:
            blind.append(name)
        (copy / name).write_bytes(content)
    return blind


def test_a_change_to_any_file_below_report_and_command_line_is_other_code(copy):
    makers, _ = _files(copy)

    assert {name.parts[0] for name in makers if len(name.parts) > 1} == {
        "core", "scenario", "statistics", "results", "sample", "network", "rules", "trade", "execution",
        "model", "answers", "study",
    }  # fmt: skip
    assert _blind_to(copy, makers) == []


def test_a_change_to_what_only_tells_of_numbers_is_the_same_code(copy):
    _, tellers = _files(copy)

    assert _blind_to(copy, tellers[::10]) == tellers[::10]


def test_a_new_file_of_data_a_renamed_one_and_moved_bytes_are_other_code(copy):
    before = digest_of(copy)
    table, first, second = copy / "trade" / "rates.json", copy / "core" / "a.py", copy / "core" / "b.py"

    table.write_text("{}")
    assert digest_of(copy) != before
    table.unlink()
    first.write_text("x\n")
    one = digest_of(copy)
    assert digest_of(Path(shutil.move(first, second)).parents[1]) != one
    second.unlink()
    assert digest_of(copy) == before


def test_compiled_files_and_hidden_ones_are_no_code(copy):
    before = digest_of(copy)
    (copy / "trade" / "__pycache__").mkdir()
    (copy / "trade" / "__pycache__" / "advance.nbc").write_bytes(b"machine code")
    (copy / "trade" / ".advance.py.swp").write_bytes(b"an editor's")

    assert digest_of(copy) == before == code_digest()


@pytest.fixture(scope="module")
def imports():
    return grimp.build_graph("sim", cache_dir=None)


@pytest.mark.parametrize(
    "module", ["sim.study.replications", "sim.study.comparison_study", "sim.study.run", "sim.study.replay"]
)
def test_all_that_makes_numbers_imports_is_code_of_the_digest(imports, module):
    imported = imports.find_upstream_modules(module) | {module}

    assert len(imported) > 50
    assert {name.split(".")[1] for name in imported if "." in name} & ONLY_TELL == set()


def test_a_study_made_with_another_library_or_python_is_another(monkeypatch):
    before, made_with = study_digest(scenario="x"), plan.versions()

    for name in made_with:
        monkeypatch.setattr(plan, "versions", lambda name=name: made_with | {name: "0.0.1"})
        assert study_digest(scenario="x") != before
