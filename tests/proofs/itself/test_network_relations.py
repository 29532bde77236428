"""Metamorphic relations of the network: closed, refused, reversed and nearer legs."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st

from sim.model import world as model_world
from sim.model.sourcing.review_view import ReviewViewBuilder
from sim.rules.sourcing.policies.by_rank import Nearest
from sim.rules.sourcing.view import SourcingView
from tests.builders import leg, world
from tests.proofs.itself.relations import changed, choices, flows, relation, run
from tests.proofs.random_worlds import CROSSINGS, PLANTS, World, worlds


@relation(worlds(), st.sampled_from(CROSSINGS))
def test_leg_closed_for_the_whole_run_equals_a_removed_leg(document: World, crossing: str) -> None:
    def close(other: World) -> None:
        start = dt.date(2021, 6, 30)
        other["disruptions"] = {
            "never": {"legs": [crossing], "occurs": {"kind": "dates", "dates": [start]}, "duration_days": 9e3}
        }
        for programme in other["programmes"].values():
            programme["sourcing"]["triggers"]["disruption_days"] = None

    closed = run(changed(document, close))
    removed = run(changed(document, lambda other: (close(other), _remove(other, crossing))))
    assert flows(closed) == flows(removed)
    assert choices(closed) == choices(removed)


def test_route_over_a_leg_that_is_closed_all_along_is_no_route() -> None:
    """The shorter crossing is closed from before the first day to after the last: nothing may be planned over it."""
    document = world()
    document["programmes"]["car"]["sourcing"]["triggers"] = {"disruption_days": None}
    shut = changed(
        document,
        lambda other: other["legs"].update(tunnel=leg("port-eu", "port-uk", "ferry", 30.0, transit_days=9.0)),
    )
    occurs = {"kind": "dates", "dates": [dt.date(2021, 6, 30)]}
    shut["disruptions"] = {"never": {"legs": ["tunnel"], "occurs": occurs, "duration_days": 9e3}}
    closed, removed = run(shut), run(document)
    assert closed.programmes["car"].stock_wh[0] == removed.programmes["car"].stock_wh[0]
    views = [
        [(c.plant, c.distance_km, c.lead_time_days) for c in record.reviews[0].ranking]
        for record in (closed, removed)
    ]
    assert views[0] == views[1]
    assert flows(closed) == flows(removed)


@relation(worlds(), st.sampled_from(CROSSINGS))
def test_leg_that_refuses_cells_equals_a_removed_leg(document: World, crossing: str) -> None:
    document["disruptions"] = {}
    refused = run(changed(document, lambda other: other["legs"][crossing].update(dangerous_goods=0.0)))
    removed = run(changed(document, lambda other: _remove(other, crossing)))
    assert flows(refused) == flows(removed)
    assert repr(list(refused.reviews)) == repr(list(removed.reviews))


def _remove(document: World, crossing: str) -> None:
    document["disruptions"].clear()
    document["disruptions"]["elsewhere"] = {
        "programmes": [next(iter(document["programmes"]))],
        "occurs": {"kind": "dates", "dates": [dt.date(2090, 1, 1)]},
        "duration_days": 1.0,
    }
    del document["legs"][crossing]


@relation(worlds(), st.integers(0, 3))
def test_leg_stated_in_the_other_direction_changes_nothing(document: World, replication: int) -> None:
    def turn(other: World) -> None:
        for spec in other["legs"].values():
            spec["origin"], spec["destination"] = spec["destination"], spec["origin"]

    one, other = run(document, replication), run(changed(document, turn), replication)
    assert flows(other) == flows(one)
    assert choices(other) == choices(one)


@relation(worlds())
def test_longer_leg_beside_a_leg_that_never_closes_changes_nothing(document: World) -> None:
    def add(other: World) -> None:
        for crossing in CROSSINGS:
            other["legs"][f"{crossing}-detour"] = other["legs"][crossing] | {"km": 5000.0}

    document["disruptions"] = {}
    one, other = run(document), run(changed(document, add))
    assert flows(other) == flows(one)
    assert choices(other) == choices(one)


# When a review is held follows from what has happened, and with another distance other loads run short on other
# days. So the relation speaks of one occasion: the same view, but for the one plant that is nearer.
@relation(worlds(policies=("nearest",)), st.sampled_from(PLANTS), st.integers(1, 9))
def test_plant_that_is_nearer_on_the_same_occasion_never_ranks_lower(
    document: World, plant: str, tenths: int
) -> None:
    for view in views_of(document):
        nearer = dataclasses.replace(view, candidates=tuple(
            c._replace(distance_km=c.distance_km * tenths / 10) if c.plant == plant else c
            for c in view.candidates
        ))  # fmt: skip
        before, after = (Nearest().decide(each) for each in (view, nearer))
        if plant in before.ranks:
            assert after.ranks[plant] <= before.ranks[plant]
            assert after.share(plant) >= before.share(plant)


def views_of(document: World) -> list[SourcingView]:
    """What every review of a run saw: each is told of the view that it left."""
    views: list[SourcingView] = []

    class Watched(ReviewViewBuilder):
        def view(self, *occasion: Any) -> SourcingView:
            views.append(super().view(*occasion))
            return views[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model_world, "ReviewViewBuilder", Watched)
        told = len(run(document).reviews[:])
    assert len(views) == told
    return views


@relation(worlds(policies=("nearest",)), st.sampled_from(PLANTS[:2]), st.integers(1, 9))
def test_moving_a_plant_closer_never_lowers_its_rank_in_the_first_planned_review(
    document: World, plant: str, tenths: int
) -> None:
    """Over the network, where no review is held for what loads went through: service failures and disruptions."""

    def closer(other: World) -> None:
        for name, spec in other["legs"].items():
            if name.startswith(f"{plant}~"):
                spec["km"] *= tenths / 10

    for programme in document["programmes"].values():
        programme["sourcing"]["triggers"] |= {"service_fill_rate": None, "disruption_days": None}
    before, after = (next(iter(run(each).reviews), None) for each in (document, changed(document, closer)))
    assume(before is not None and after is not None)
    assert (before.programme, before.day) == (after.programme, after.day)
    ranks = [{c.plant: c.rank for c in review.ranking if c.eligible} for review in (before, after)]
    assume(plant in ranks[0])
    assert ranks[1][plant] <= ranks[0][plant]
