import doctest
import subprocess
import sys
from functools import partial

import pytest

import sim
from sim import api
from tests.study.small_files import NEAREST, STAY, document, written


@pytest.fixture
def path(tmp_path):
    return written(tmp_path, document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car"))


def test_importing_the_package_imports_nothing_heavy():
    code = (
        "import sim, sys; print(sorted({'numpy', 'pydantic', 'scipy', 'simpy', 'pandas'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"


def test_importing_the_whole_interface_leaves_pandas_and_scipys_statistics_alone():
    code = "import sim.api, sys; print(sorted({'pandas', 'scipy.stats', 'matplotlib'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"


def test_the_names_of_the_interface_are_the_packages():
    assert set(sim.__all__) <= set(dir(sim))
    assert sim.compare is sys.modules["sim.api"].compare
    with pytest.raises(AttributeError, match="no attribute 'comparison'"):
        sim.comparison  # noqa: B018 - that is the point


def test_a_study_from_a_path_and_one_from_a_loaded_scenario_are_the_same(path):
    loaded = sim.load(path)

    assert sim.compare(str(path), workers=1).answer == sim.compare(loaded, workers=1).answer


def test_changes_by_key_path_come_last(path):
    assert len(sim.compare(path, workers=1, sets=["study.replications=2"]).replications) == 2


def test_results_are_opened_again(path, tmp_path):
    study = sim.monte_carlo(path, workers=1, replications=2, out=tmp_path / "results")

    assert sim.open_results(study.folder).estimates == study.estimates


def test_progress_is_told_as_replications_come_in(path):
    told = []

    sim.compare(path, workers=1, replications=3, progress=lambda done, asked: told.append((done, asked)))

    assert told[0] == (0, 3)
    assert told[-1] == (3, 3)


def test_a_single_run_has_measures_and_tables(path):
    one = sim.run(path, arm="nearest")

    assert one.measures["programme.car.switched_by_end"] == 1.0
    assert len(one.tables()["switches"].frame()) == 1


def test_the_examples_of_the_interface_run(pytestconfig, monkeypatch):
    """Every example as it stands, but studies have one replication, in this process, and are made once."""
    monkeypatch.chdir(pytestconfig.rootpath)
    made = {}

    def quickly(make, scenario, **_):
        if (make, scenario) not in made:
            made[make, scenario] = make(scenario, replications=1, workers=1)
        return made[make, scenario]

    for make in (sim.compare, sim.monte_carlo):
        monkeypatch.setattr(sim, make.__name__, partial(quickly, make), raising=False)
    for text in (sim.__doc__, api.__doc__, *(getattr(api, name).__doc__ for name in api.__all__)):
        names = {"sim": sim}
        named = text.replace("my-question", "levc-uk").replace("plant-a", "aesc-sunderland")
        for example in doctest.DocTestParser().get_examples(named):
            exec(example.source, names)  # noqa: S102 - the package's own examples
