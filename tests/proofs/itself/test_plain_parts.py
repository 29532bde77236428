"""The parts of the plain second implementation, each against the rule of `sim` that it says a second time."""

import math
from collections import Counter
from itertools import product
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.streams import Streams
from sim.core.windows import OutageWindow
from sim.network.criterion import Criterion
from sim.network.graph import LogisticsNetwork
from sim.network.route import Route
from sim.rules.output import PhaseOutput
from sim.rules.sourcing.decide import decide
from sim.rules.sourcing.view import SourcingView
from sim.sample.design import MonteCarlo
from sim.sample.path import draw
from sim.scenario.load import load
from sim.scenario.types.plants import PlantSpec
from sim.scenario.types.policies import Policy
from sim.scenario.types.scenario import Scenario
from tests.builders import world
from tests.network.islands import ASKED, KINDS, closures, island_world, leg_tables
from tests.proofs.itself.plain.capacity import IN_DOUBT_WH, curves
from tests.proofs.itself.plain.policies import award
from tests.proofs.itself.plain.routes import Roads
from tests.proofs.itself.plain.routes import Route as PlainRoute
from tests.rules.sourcing.sourcing_views import POLICIES, candidate, view, views

CRITERIA = get_args(Criterion)
SCENARIOS = sorted((Path(__file__).parents[3] / "scenarios").glob("*.toml"))
FIGURES = (
    "km", "expected_days", "sd_days", "eur_per_load", "surcharge_eur_per_load", "kg_co2e_per_load",
)  # fmt: skip


_SHARES = ((), (1.0,), (0.5, 0.5), (0.7, 0.3), (0.4, 0.3, 0.3), (0.35, 0.35, 0.2), (0.15, 0.1))
_TIGHT = tuple(
    product(
        (95.0, 100.0, 105.0, 110.5), (0.1, 0.3, 0.5, 0.6, 1.0), (0.0, 0.0, 0.2, 0.5), ((), (), (), ("late",))
    )
)


@st.composite
def tight_views(draw: st.DrawFn) -> SourcingView:
    """Three to five plants about as far, most of them too small for the whole, many with a least volume."""
    facts = draw(st.lists(st.sampled_from(_TIGHT), min_size=3, max_size=5))
    shares = draw(st.permutations((*draw(st.sampled_from(_SHARES)), *[0.0] * 5)[: len(facts)]))
    plants = [
        candidate(
            f"{'abcde'[place]}-plant", km, incumbent_share=share, free_gwh_per_year=free, minimum_gwh_per_year=least,
            objections=against, eur=km,
        )
        for place, ((km, free, least, against), share) in enumerate(zip(facts, shares, strict=True))
    ]  # fmt: skip
    return view(*plants, threshold=draw(st.sampled_from((0.0, 0.05, 0.1, 0.5))))


def awards_differ(policy: Policy, seen: SourcingView) -> bool:
    own, theirs = award(policy, seen), decide(policy, seen)
    return (own.shares, own.unsourced_share, own.changed, own.ranks) != (
        theirs.shares, theirs.unsourced_share, theirs.changed, theirs.ranks,
    )  # fmt: skip


def same_route(own: PlainRoute | None, theirs: Route | None) -> bool:
    """The same legs, and figures that differ by no more than the rounding of a sum."""
    if own is None or theirs is None:
        return own is theirs
    figures = all(
        math.isclose(getattr(own, name), getattr(theirs, name), rel_tol=1e-12, abs_tol=1e-12)
        for name in FIGURES
    )
    return own.legs == theirs.legs and own.in_containers == theirs.containerised and figures


def island(legs: dict, criterion: str, customs_days: float = 0.75) -> Scenario:
    """An island world whose ferries have surcharges and spreads, with tunnels; some legs refuse cells."""
    changes = ({}, {"mode": "tunnel"}, {}, {"dangerous_goods": 0.4}, {"mode": "rail"}, {})
    legs = {id_: entry | changes[place % len(changes)] for place, (id_, entry) in enumerate(legs.items())}
    scenario = island_world(KINDS, legs, criterion=criterion, customs_days=customs_days, customs_cv=0.5)
    ferry = scenario.modes["ferry"].model_copy(update={"dangerous_goods_factor": 1.3, "transit_cv": 0.2})
    return scenario.model_copy(update={"modes": scenario.modes | {"ferry": ferry}})


@settings(max_examples=500)
@given(views() | tight_views(), st.sampled_from(POLICIES))
def test_every_policy_awards_what_the_plain_one_does(seen: SourcingView, policy: Policy) -> None:
    assert not awards_differ(policy, seen)


@settings(max_examples=150)
@given(leg_tables, st.sampled_from(CRITERIA), closures)
def test_every_route_is_the_best_of_all_that_were_tried(legs, criterion, closed) -> None:
    scenario = island(legs, criterion)
    own, network = Roads(scenario), LogisticsNetwork(scenario)
    for pair in ASKED:
        tried = own.try_all(*pair, closed, criterion)
        assert same_route(tried, network.route(*pair, closed))
        assert tried == own.search(*pair, closed, criterion)
        assert same_route(own.shortest(*pair, closed), network.shortest(*pair, closed))


def routes_of(scenario: Scenario) -> tuple[int, list[str]]:
    """How many routes from plants to programmes were compared, over closed legs too, and those that differ."""
    found, compared = [], 0
    for criterion in CRITERIA:
        freight = scenario.freight.model_copy(update={"criterion": criterion})
        realised = scenario.model_copy(update={"freight": freight})
        own, network = Roads(realised), LogisticsNetwork(realised)
        ends = {(p.site, b.site) for p, b in product(realised.plants.values(), realised.programmes.values())}
        for pair in sorted(ends):
            usual = network.route(*pair)
            legs = () if usual is None else usual.legs
            for closed in (frozenset(), *(frozenset({leg}) for leg in legs), frozenset(legs)):
                compared += 1
                if not same_route(own.route(*pair, closed), network.route(*pair, closed)):
                    found.append(f"{criterion}: {pair} without {sorted(closed)}")
    return compared, found


RAMPS = (
    {"kind": "linear", "months": 0.0, "start_share": 1.0},
    {"kind": "linear", "months": 18.5, "start_share": 0.2},
    {"kind": "logistic", "t50_months": 9.0, "span_months": 15.0},
    {"kind": "exponential", "half_life_months": 5.0},
    {"kind": "table", "ages_months": [2.0, 9.5, 30.0], "shares": [0.1, 0.6, 0.95]},
)
YIELDS = (
    {},
    {"scrap_start": 0.3, "scrap_mature": 0.05},
    {"scrap_start": 0.4, "scrap_mature": 0.02, "scrap_half_life_months": 0.5},
)
STOPS = st.lists(
    st.tuples(st.integers(-400, 1500), st.integers(1, 200), st.sampled_from([0.0, 0.4])).map(
        lambda stop: (stop[0], stop[0] + stop[1], stop[2])
    ),
    max_size=3,
)


@settings(max_examples=150)
@given(
    st.sampled_from(RAMPS),
    st.sampled_from(YIELDS),
    st.integers(-1000, 1500),
    st.sampled_from([1, 7, 10, 91]),
    STOPS,
)
def test_capacity_is_what_a_plain_sum_makes_of_it(ramp, quality, sop, step_days, stops) -> None:
    plant = world()["plants"]["far-plant"] | {"ramp": ramp, "quality": quality, "oee": 0.83}
    spec = PlantSpec.model_validate(plant)
    days = list(range(0, 1300, step_days))
    theirs = PhaseOutput(9_000_000_000, 0.83, spec.ramp, spec.quality, sop).cumulative(
        np.array(days), [OutageWindow(*stop) for stop in stops]
    )
    for own, other in zip(curves(spec, 9_000_000_000, sop, days, stops), theirs, strict=True):
        assert np.abs(own - other).max() < IN_DOUBT_WH


def test_estimated_roads_are_as_long_by_another_formula() -> None:
    document = world()
    document["legs"] = {}
    scenario = Scenario.model_validate(document)
    own, network = Roads(scenario), LogisticsNetwork(scenario)
    assert list(own.legs) == list(network.legs)
    assert own.legs
    for id_, leg in own.legs.items():
        assert leg.km == pytest.approx(network.legs[id_].km, rel=1e-12)


@pytest.mark.verify
def test_policies_award_what_the_plain_ones_do(proof) -> None:
    counts = Counter()

    @settings(max_examples=8_000)
    @given(views() | tight_views(), st.sampled_from(POLICIES))
    def compare(seen: SourcingView, policy: Policy) -> None:
        counts["views"] += 1
        counts["changes"] += award(policy, seen).changed
        counts["differences"] += awards_differ(policy, seen)

    compare()
    told = f"awards of all policies ({counts['views']} views, {counts['changes']} changes of supply)"
    proof(f"{told} that differ from a plain second implementation", counts["differences"], "0")
    assert counts["differences"] == 0


@pytest.mark.verify
def test_routes_of_random_networks_are_the_best_of_all_ways(proof) -> None:
    counts = Counter()

    @settings(max_examples=3_000)
    @given(leg_tables, st.sampled_from(CRITERIA), closures)
    def compare(legs, criterion, closed) -> None:
        scenario = island(legs, criterion)
        own, network = Roads(scenario), LogisticsNetwork(scenario)
        for pair in ASKED:
            counts["routes"] += 1
            tried = own.try_all(*pair, closed, criterion)
            counts["differences"] += not same_route(tried, network.route(*pair, closed))
            counts["differences"] += tried != own.search(*pair, closed, criterion)

    compare()
    proof(f"routes ({counts['routes']}) that are not the best of all ways tried", counts["differences"], "0")
    assert counts["differences"] == 0


@pytest.mark.verify
def test_routes_of_the_shipped_scenarios_are_those_of_a_plain_search(proof) -> None:
    compared, found = 0, []
    for path in SCENARIOS:
        for replication, scenario in enumerate(load(path).arms.values()):
            number, others = routes_of(draw(scenario, Streams(11, replication), MonteCarlo()).scenario)
            compared, found = compared + number, found + others
    proof(f"routes of the shipped scenarios ({compared}) that a plain search does not find", len(found), "0")
    assert found == []
