"""Metamorphic relations of disruptions: cut, closed, doubled and without effect."""

import copy
import datetime as dt

from hypothesis import strategies as st

from tests.builders import world
from tests.proofs.itself.relations import changed, choices, flows, relation, run, told
from tests.proofs.random_worlds import CROSSINGS, PLANTS, World, worlds


def strike(document: World, **traits: object) -> World:
    """The world with one disruption of its own, of the first plant if nothing else is said, that nobody waits for."""

    def add(other: World) -> None:
        occurs = {"kind": "dates", "dates": [dt.date(2022, 2, 2), dt.date(2023, 9, 9)]}
        other["disruptions"]["strike"] = {"occurs": occurs, "duration_days": 50.0} | traits
        for programme in other["programmes"].values():
            programme["sourcing"]["triggers"]["disruption_days"] = None

    return changed(document | {"disruptions": {}}, add)


@relation(worlds())
def test_plant_cut_to_nothing_stands_still(document: World) -> None:
    targets = {"plants": [PLANTS[0]], "programmes": [next(iter(document["programmes"]))]}
    cut = run(strike(document, **targets, effect={"kind": "cut", "remaining_share": 0.0}))
    assert told(cut) == told(run(strike(document, **targets)))


@relation(worlds())
def test_cut_that_leaves_everything_changes_nothing(document: World) -> None:
    effect = {"kind": "cut", "remaining_share": 1.0}
    cut = run(
        strike(
            document, plants=list(document["plants"]), programmes=list(document["programmes"]), effect=effect
        )
    )
    elsewhen = {"kind": "dates", "dates": [dt.date(2090, 1, 1)]}
    assert flows(cut) == flows(run(strike(document, plants=[PLANTS[0]], occurs=elsewhen)))


@relation(worlds(), st.sampled_from([{"plants": [PLANTS[0]]}, {"legs": list(CROSSINGS)}]))
def test_two_closures_at_the_same_time_are_one(document: World, targets: World) -> None:
    one = strike(document, **targets)
    two = copy.deepcopy(one)
    two["disruptions"]["twin"] = two["disruptions"]["strike"]
    single, double = run(one), run(two)
    assert flows(double) == flows(single)
    assert choices(double) == choices(single)


@relation(worlds(), st.sampled_from([{"plants": [PLANTS[0]]}, {"legs": list(CROSSINGS)}]))
def test_short_closure_is_two_that_follow_each_other(document: World, targets: World) -> None:
    one, other = (run(each) for each in whole_and_halves(document, 25, targets))
    assert flows(other) == flows(one)
    assert choices(other) == choices(one)


def whole_and_halves(document: World, half_days: int, targets: World) -> tuple[World, World]:
    first = dt.date(2022, 2, 2)
    dates = [{"kind": "dates", "dates": [first + dt.timedelta(days=days)]} for days in (0, half_days)]
    whole = strike(document, **targets, occurs=dates[0], duration_days=2.0 * half_days)
    halves = strike(document, **targets, occurs=dates[0], duration_days=float(half_days))
    halves["disruptions"]["second"] = halves["disruptions"]["strike"] | {"occurs": dates[1]}
    return whole, halves


def test_leg_that_two_disruptions_close_in_a_row_has_been_closed_since_the_first() -> None:
    """Closed for 28 days more than the 60 after which a review does without it."""
    document = world()
    document["programmes"]["car"]["sourcing"] |= {
        "policy": {"kind": "stay"},
        "triggers": {"interval_months": 10},
    }
    routes = [
        [candidate.lead_time_days for review in run(each).reviews for candidate in review.ranking]
        for each in whole_and_halves(document, 50, {"legs": ["strait"]})
    ]
    assert repr(routes[1]) == repr(routes[0])


@relation(worlds())
def test_delay_on_legs_that_nobody_uses_changes_nothing(document: World) -> None:
    def add(other: World) -> None:
        other["legs"]["by-way"] = other["legs"][CROSSINGS[0]] | {"km": 9000.0}

    detour = changed(document, add)
    delayed = run(strike(detour, legs=["by-way"], effect={"kind": "delay", "days": 8.0}))
    closed_later = {"kind": "dates", "dates": [dt.date(2090, 1, 1)]}
    assert flows(delayed) == flows(run(strike(detour, legs=["by-way"], occurs=closed_later)))
