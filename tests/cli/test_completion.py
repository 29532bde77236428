"""What bash is told when somebody presses the tabulator key."""

import subprocess
import sys
import time

import pytest
from click.shell_completion import BashComplete

from sim.api import monte_carlo
from sim.cli import complete
from sim.cli.lazy import LazyGroup
from sim.cli.main import cellswitch as command
from sim.scenario.load import load
from sim.study.replay import RESOLVED
from tests.cli.terminal import cellswitch


@pytest.fixture
def completed(monkeypatch, capsys):
    """Completions of the last word of a command line, as bash is told them."""

    def of(*words):
        monkeypatch.setenv("COMP_WORDS", " ".join(map(str, ["cellswitch", *words])))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        told = BashComplete(command, {}, "cellswitch", "_CELLSWITCH_COMPLETE").complete()
        assert capsys.readouterr() == ("", "")
        return [line.removeprefix("plain,") for line in told.splitlines()]

    return of


def test_commands_are_known(completed):
    assert completed("mo") == ["monte-carlo"]
    assert set(completed("")) == set(LazyGroup.listed or command.listed)


def test_arms_are_those_of_the_file(completed, small):
    assert completed("run", small, "--arm", "") == ["nearest", "stay"]
    assert completed("run", small, "--root-seed", "3", "--arm", "ne") == ["nearest"]
    assert completed("run", small, "--arm=ne") == ["nearest"]
    assert completed("run", small, "--set", "run.step_days=7", "--arm", "s") == ["stay"]


def test_programmes_places_and_legs_are_those_of_the_file(completed, small):
    assert completed("run", small, "--programme", "") == ["car"]
    assert {"near-plant", "far-plant", "car"} <= set(completed("network", small, "--from", ""))
    assert completed("network", small, "--from", "car", "--to", "near-p")[0] == "near-plant"
    assert completed("network", small, "--closed", "") == sorted(load(small).arms["stay"].legs)


def test_key_paths_go_on_to_where_they_part(completed, small):
    assert completed("show", small, "--key", "plants.near-plant.oe") == ["plants.near-plant.oee"]
    assert {"plants.", "run.", "study."} <= set(completed("show", small, "--key", ""))
    assert {"run.start=", "run.step_days="} <= set(completed("compare", small, "--set", "run.st"))
    assert completed("check", small, "--set", "run.step") == ["run.step_days="]
    assert completed("check", small, "--set=run.step") == ["run.step_days="]


def test_measures_are_those_of_the_programme_in_question_and_of_others_with_their_owner(completed, small):
    assert completed("compare", small, "--precision", "fill") == ["fill_rate=0.05"]
    assert completed("monte-carlo", small, "--precision", "car.fill") == ["car.fill_rate=0.05"]
    assert completed("compare", small, "--margin", "fill") == ["fill_rate="]


def test_what_needs_no_file_is_known_without_one(completed):
    assert completed("compare", "--keep", "rev") == ["reviews=all", "reviews=none"]
    assert completed("compare", "--cluster", "lo") == ["local"]
    assert completed("network", "--export", "ge") == ["gexf", "geojson"]
    assert completed("completion", "") == ["bash", "zsh", "fish"]


def test_results_know_the_names_of_their_scenario(completed, small, tmp_path):
    assert complete.RESOLVED == RESOLVED
    folder = monte_carlo(small, replications=1, workers=1, out=tmp_path).folder

    assert completed("explain", folder, "--arm", "") == ["nearest", "stay"]
    assert completed("explain", folder, "--programme", "c") == ["car"]


OPTIONS = [
    ("run", "--arm"), ("run", "--programme"), ("network", "--from"), ("network", "--closed"), ("show", "--key"),
    ("compare", "--set"), ("compare", "--precision"), ("compare", "--margin"), ("explain", "--arm"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_nothing_is_completed_and_nothing_raised_where_nothing_can_be_read(completed, tmp_path, name, option):
    binary, folder = tmp_path / "binary.toml", tmp_path / "folder.toml"
    binary.write_bytes(b"\xff\xfe\0\0")
    folder.mkdir()

    for file in (tmp_path / "missing.toml", binary, folder):
        assert completed(name, file, option, "") == []
    assert completed(name, option, "") == []


def test_a_file_with_faults_gives_the_names_that_it_states(completed, small, tmp_path):
    faulty = tmp_path / "faulty.toml"
    faulty.write_text(small.read_text().replace("step_days", "step_day"))

    assert completed("run", faulty, "--arm", "") == ["nearest", "stay"]
    assert completed("run", faulty, "--programme", "") == ["car"]
    assert completed("show", faulty, "--key", "") == []


def test_an_unknown_command_has_no_completions_and_no_error(completed):
    assert completed("nonsense", "x") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell):
    said = cellswitch("completion", shell)

    assert said.code == 0
    assert "_CELLSWITCH_COMPLETE" in said.out
    assert cellswitch("completion", "cmd").code == 2


def test_completion_is_quick_and_imports_nothing_that_computes(small):
    environment = {"COMP_WORDS": f"cellswitch run {small} --arm n", "COMP_CWORD": "4"}
    code = (
        "import sys; from sim.cli.main import cellswitch\n"
        "try: cellswitch.main(prog_name='cellswitch', complete_var='C')\n"
        "finally: print(sorted({'numba', 'scipy', 'simpy', 'pandas', 'matplotlib'} & set(sys.modules)))"
    )
    began = time.perf_counter()
    made = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"C": "bash_complete"},
        capture_output=True,
        check=True,
        text=True,
    )

    assert made.stdout.splitlines() == ["plain,nearest", "[]"]
    assert time.perf_counter() - began < 10  # far more than it takes, on a busy machine too
