"""The command line that makes a study again."""

from dataclasses import replace

from sim.scenario.load import load
from sim.study.planning import plan_of
from tests.study.small_files import NEAREST, STAY, document, written

SETS = ("plants.near-plant.oee=0.7", "run.title='two words'")


def test_command_says_what_was_changed_on_top_of_the_file(tmp_path):
    file = written(tmp_path, document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car"))
    plan = replace(
        plan_of(load(file, SETS), "compare", replications=9, root_seed=4), precision={"fill_rate": 0.01}
    )
    assert plan.command("small.toml", plan.inputs.sets) == (
        "cellswitch compare small.toml --replications 9 --root-seed 4 --set plants.near-plant.oee=0.7 "
        "--set 'run.title='\"'\"'two words'\"'\"'' --precision fill_rate=0.01"
    )
