"""Which tests a fault is held against, and in which order."""

import pytest

from tests.faults.reach import Reach, keys


@pytest.fixture
def reach() -> Reach:
    def own(tests):
        return {
            "key": "",
            "seconds": {test: seconds for test, (seconds, _) in tests.items()},
            "lines": {test: {"sim/model/sourcing/terms.py": 1 << line} for test, (_, line) in tests.items()},
        }

    return Reach(
        {
            "tests/cli/test_quick.py": own({"tests/cli/test_quick.py::a": (0.1, 7)}),
            "tests/model/test_far.py": own({"tests/model/test_far.py::a": (9.0, 7)}),
            "tests/model/test_terms_end.py": own(
                {
                    "tests/model/test_terms_end.py::a": (20.0, 8),
                    "tests/model/test_terms_end.py::b": (20.0, 7),
                }
            ),
            "tests/rules/test_no.py": own({"tests/rules/test_no.py::a": (0.1, 8)}),
        }
    )


def test_tests_beside_the_file_come_first_then_those_of_its_room_then_the_quickest(reach):
    assert reach.tests("sim/model/sourcing/terms.py", range(7, 8)) == [
        "tests/model/test_terms_end.py::b",
        "tests/model/test_far.py::a",
        "tests/cli/test_quick.py::a",
        "tests/model/test_terms_end.py::a",
    ]


def test_without_lines_all_tests_that_go_through_the_file(reach):
    assert len(reach.tests("sim/model/sourcing/terms.py", None)) == 5
    assert reach.tests("sim/model/plant_life.py", None) == []


def test_it_is_kept_from_one_time_to_the_next(reach, tmp_path):
    kept = tmp_path / "of" / "reach.json"
    reach.keep(kept)
    assert Reach.kept(kept) == reach
    assert Reach.kept(tmp_path / "none.json") == Reach()


def test_a_change_to_the_project_makes_every_key_another_one_to_a_test_its_own_alone(tmp_path):
    for folder in ("sim", "tests", "scenarios", "seeds"):
        (tmp_path / folder).mkdir()
    files = ["tests/test_a.py", "tests/test_b.py"]
    for file in [*files, "sim/a.py"]:
        (tmp_path / file).write_text("1")
    before = keys(files, tmp_path)
    (tmp_path / files[0]).write_text("2")
    after = keys(files, tmp_path)
    assert [before[file] == after[file] for file in files] == [False, True]
    (tmp_path / "sim/a.py").write_text("2")
    assert all(keys(files, tmp_path)[file] != after[file] for file in files)
