"""The scenario files: each loads without a warning, and says what the seeds say where it writes dates out."""

from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.scenario.seeds.folder import SeedsFolder
from sim.scenario.types.numbers import certain
from sim.scenario.types.plants import ScheduledStart

ROOT = Path(__file__).parents[2]
SEEDS = SeedsFolder(ROOT / "seeds")
FILES = sorted(path.stem for path in (ROOT / "scenarios").glob("*.toml"))
ARMS = {
    "base-2021": {"base"},
    "levc-uk": {"stay", "award-aesc", "nearest", "landed-cost"},
    "hindsight-2026": {"stay", "award-aesc", "nearest", "landed-cost"},
    "jlr-sunderland": {"elsewhere", "nine", "thirty-five", "thirty-five-on-time"},
    "renault-douai": {"as-announced", "nine", "dual", "with-verkor"},
    "channel-closure": {"open", "closed", "all-closed", "all-closed-lean", "all-closed-sunderland"},
    "china-supply": {"stay", "award-china", "landed-cost", "nearest"},
}


@pytest.fixture(scope="module")
def base():
    return load(ROOT / "scenarios" / "base-2021.toml").arms["base"]


@pytest.mark.parametrize("name", FILES)
def test_a_scenario_loads_without_a_warning_and_has_its_arms(name):
    loaded = load(ROOT / "scenarios" / f"{name}.toml")
    assert set(loaded.arms) == ARMS[name]
    assert loaded.warnings == ()


@pytest.mark.parametrize("name", FILES)
def test_a_scenario_points_editors_to_its_schema_and_says_what_it_asks(name):
    path = ROOT / "scenarios" / f"{name}.toml"
    assert path.read_text(encoding="utf-8").startswith("#:schema cellswitch.schema.json\n")
    run = load(path).file.run
    assert run.title
    assert run.question.endswith("?")


def test_phases_have_the_dates_and_sizes_of_the_seeds(base):
    rows = {(row["plant"], row["phase"]): row for row in SEEDS.rows("plants")}
    for plant_id, plant in base.plants.items():
        for phase_id, phase in plant.phases.items():
            row, start = rows[plant_id, phase_id], phase.start
            planned = start.sop if isinstance(start, ScheduledStart) else start.planned_sop
            assert planned.isoformat() == row["planned_sop"], row.id
            assert certain(phase.nameplate_gwh) == row.number("mode"), row.id
            assert (phase.announced or plant.announced).isoformat() in {
                row["announced"],
                plant.announced.isoformat(),
            }


def test_sunderland_and_douai_grow_to_what_was_announced(base):
    sites = {"aesc-sunderland": (9, 35), "aesc-douai": (9, 43), "lg-wroclaw": (6, 90)}
    for plant, (first, last) in sites.items():
        sizes = [certain(phase.nameplate_gwh) for phase in base.plants[plant].phases.values()]
        assert (sizes[0], sum(sizes)) == (first, last)


def test_relationships_and_dated_duties_are_those_of_the_seeds(base):
    for id_, relationship in base.relationships.items():
        row = SEEDS.row("relationships", id_)
        assert (relationship.oem, relationship.supplier) == (row["oem"], row["supplier"])
        assert relationship.since.isoformat() == row["since"]
    starts = {row["start"] for row in SEEDS.rows("duties")}
    assert {duty.start.isoformat() for duty in base.duties.values()} <= starts


def test_customers_of_the_anchors_are_served_first(base):
    priority = {id_: agreement.priority for id_, agreement in base.agreements.items()}
    assert priority["nissan-aesc-2024"] == priority["renault-douai-aesc-2024"] == 1 < priority["levc-lg"]


def test_the_taxi_needs_between_50_and_500_mwh_a_year(base):
    taxi = base.programmes["levc-tx"]
    gwh = [point.mode * 31 / 1e6 for point in taxi.demand.points]
    assert 0.05 < min(gwh) <= max(gwh) < 0.5
