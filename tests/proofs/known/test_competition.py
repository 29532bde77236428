"""Two programmes that want the free capacity of one new plant on one day: who gets what, worked out by hand."""

import datetime as dt
from typing import Any

import pytest

from sim.core.records import RankedCandidate
from tests.builders import START, phase, plant, programme, site
from tests.proofs.known.worlds import EARLIER, Document, lane, runs

FREE_GWH = 9.0
LAUNCH = dt.date(2024, 7, 1)


def rivals(gwh: dict[str, float], launches: dict[str, dt.date], *, incumbent_gwh: float) -> Document:
    """A plant of 9 GWh that is announced to all on the first day and opens in 2023, nearer than the one that runs.

    Each programme has an agreement with the running plant, where there is one, for all it needs.
    """
    document: dict[str, Any] = lane(4 * 365)
    document["run"]["step_days"] = 28
    document["freight"]["truck_mwh"]["nmc"] = 4.0
    document["plants"] = {
        "new": plant("cells", "works", phase(FREE_GWH, dt.date(2023, 7, 1)), announced=EARLIER)
    }
    document["agreements"], document["programmes"], document["legs"] = {}, {}, {}
    if incumbent_gwh:
        document["plants"]["old"] = plant("cells", "old", phase(incumbent_gwh, EARLIER), announced=EARLIER)
        document["sites"]["old"] = site("cell-plant", "uk", 57.0, -3.0)
    for place, (name, need) in enumerate(gwh.items()):
        document["sites"][f"{name}-line"] = site("vehicle-plant", "uk", 52.0 + place / 10, -1.4)
        document["oems"][name] = {"name": name}
        document["programmes"][name] = programme(name, f"{name}-line", need * 20_000)
        document["programmes"][name]["sourcing"]["triggers"] = {"interval_months": 1200, "outgrown": False}
        document["programmes"][name]["sourcing"]["bridge_months"] = 120
        if name in launches:
            document["programmes"][name]["launch"] = launches[name]
        if incumbent_gwh:
            agreement = {"programme": name, "plant": "old", "start": EARLIER}
            document["agreements"][name] = agreement
    return document


def first_reviews(document: Document) -> list[tuple[str, RankedCandidate, float]]:
    """Programme, what it saw of the new plant, and the share nobody was awarded, in the order of the first reviews."""
    [run] = runs(document, 1, 1)
    seen: dict[str, tuple[str, RankedCandidate, float]] = {}
    for review in run.result.record.reviews:
        new = next(candidate for candidate in review.ranking if candidate.plant == "new")
        seen.setdefault(review.programme, (review.programme, new, review.unsourced_share))
    return list(seen.values())


BY_HAND = {
    "the larger requirement first, the other what is left": (
        ({"ash": 4.0, "birch": 6.0}, {}, 0.0),
        [("birch", 9.0, 1.0, 0.0), ("ash", 3.0, 0.75, 0.25)],
    ),
    "of two alike the first by id": (
        ({"ash": 6.0, "birch": 6.0}, {}, 0.0),
        [("ash", 9.0, 1.0, 0.0), ("birch", 3.0, 0.5, 0.5)],
    ),
    "the earlier need before the larger": (
        ({"ash": 5.0, "birch": 8.0}, {"ash": dt.date(2023, 12, 1), "birch": LAUNCH}, 0.0),
        [("ash", 9.0, 1.0, 0.0), ("birch", 4.0, 0.5, 0.5)],
    ),
    "one that cannot have all stays with a plant that can": (
        ({"ash": 4.0, "birch": 6.0}, {}, 12.0),
        [("birch", 9.0, 1.0, 0.0), ("ash", 3.0, 0.0, 0.0)],
    ),
    "where no plant can give all, each gives what it has": (
        ({"ash": 5.0, "birch": 8.0}, {}, 4.0),
        [("birch", 9.0, 1.0, 0.0), ("ash", 1.0, 0.2, 0.0)],
    ),
}


@pytest.mark.parametrize(("case", "by_hand"), BY_HAND.values(), ids=BY_HAND.keys())
def test_rivals_for_free_capacity_get_what_was_worked_out_by_hand(case, by_hand, request, proof):
    gwh, launches, incumbent = case
    document = rivals(gwh, launches, incumbent_gwh=incumbent)
    found = [
        (name, new.free_gwh_per_year, new.awarded_share, unsourced)
        for name, new, unsourced in first_reviews(document)
    ]
    told = ", ".join(f"{name} sees {free:.6g} GWh and gets {share:.6g}" for name, free, share, _ in found)
    proof(
        f"rivals: {request.node.callspec.id}",
        told,
        ", ".join(f"{name} {free:g}, {share:g}" for name, free, share, _ in by_hand),
    )
    assert [row[0] for row in found] == [row[0] for row in by_hand]
    for row, expected in zip(found, by_hand, strict=True):
        assert row[1:] == pytest.approx(expected[1:], abs=2e-9)
    backwards = document | {"programmes": dict(reversed(document["programmes"].items()))}
    assert first_reviews(backwards) == first_reviews(document)


def test_start_is_the_day_of_the_run():
    """The rivals meet on the first day: the plant was announced before the run began."""
    [run] = runs(rivals({"ash": 4.0, "birch": 6.0}, {}, incumbent_gwh=0.0), 1, 1)
    assert {review.day for review in list(run.result.record.reviews)[:2]} == {0}
    assert run.result.scenario.run.start == START
