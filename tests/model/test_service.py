"""Service: what a programme holds against its suppliers, and what it does not."""

import datetime as dt

from sim.core.records import RunRecord
from tests.model.worlds import run


def world_in_which(plant_runs_at: float, vehicle_plant_runs_at: float) -> RunRecord:
    """A plant that can make just what is needed, with both cut for more than a year."""
    occurs = {"kind": "dates", "dates": [dt.date(2022, 1, 1)]}
    cuts = {"plants": (["far-plant"], plant_runs_at), "programmes": (["car"], vehicle_plant_runs_at)}
    return run({
        "programmes.car.sourcing.policy": {"kind": "stay"},
        "programmes.car.sourcing.triggers": {"service_weeks": 26},
        "plants.far-plant.phases.p1.nameplate_gwh": 1.0,
        "disruptions": {
            hit: {
                hit: names, "occurs": occurs, "duration_days": 500.0,
                "effect": {"kind": "cut", "remaining_share": share},
            }
            for hit, (names, share) in cuts.items()
        },
    })  # fmt: skip


def test_fill_rate_is_of_what_the_vehicle_plant_could_have_built() -> None:
    """Seven of a hundred wanted vehicles lack cells, but of the fifty that could be built it is one in seven."""
    triggers = [review.trigger for review in world_in_which(0.43, 0.5).reviews]
    assert "service failure" in triggers


def test_vehicles_that_an_outage_takes_are_not_held_against_suppliers() -> None:
    record = world_in_which(0.5, 0.5)
    assert sum(record.programmes["car"].outage_vehicles) > 10_000
    assert "service failure" not in [review.trigger for review in record.reviews]
