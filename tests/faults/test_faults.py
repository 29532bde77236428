"""The list of seeded faults stays plantable; `make faults` plants them."""

import ast
from pathlib import Path

import pytest

from tests.faults.fault import ROOT, Fault, faults
from tests.faults.plant import caught_by, copy_of_project


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.what)
def test_fault_can_be_planted(fault: Fault) -> None:
    planted = fault.planted(ROOT)
    assert ast.dump(ast.parse(planted)) != ast.dump(
        ast.parse((ROOT / fault.file).read_text(encoding="utf-8"))
    )


def test_at_least_thirty_faults_each_once() -> None:
    listed = faults()
    assert len({fault.what for fault in listed}) == len({fault[1:] for fault in listed}) == len(listed) >= 30


def test_text_that_is_gone_is_told() -> None:
    gone = faults()[0]._replace(old="no such text")
    with pytest.raises(ValueError, match="occurs 0 times, expected once"):
        gone.planted(ROOT)


def test_a_copy_has_every_module_and_no_study(tmp_path: Path) -> None:
    copy = copy_of_project(tmp_path / "copy")
    for room in ("sim", "tests", "docs"):
        modules = {path.relative_to(ROOT) for path in (ROOT / room).rglob("*.py")}
        assert {path.relative_to(copy) for path in (copy / room).rglob("*.py")} == modules
    assert [path.name for path in (copy / "results").iterdir()] == ["README.md"]


def test_first_failing_test_is_named() -> None:
    told = "....F\nFAILED tests/core/test_units.py::test_a_month - assert 1 == 2\n1 failed in 0.1s\n"
    assert caught_by(1, told) == "tests/core/test_units.py::test_a_month"
    assert caught_by(0, "5 passed") is None
    assert caught_by(2, "ERROR tests/core/test_units.py - ImportError: no\n") == "tests/core/test_units.py"
    with pytest.raises(RuntimeError, match="pytest ended with 4"):
        caught_by(4, "no tests here")
