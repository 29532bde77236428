"""Metamorphic relations of sourcing: what a policy must do, and what two policies must agree on."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import strategies as st

from tests.builders import START, world
from tests.proofs.itself.relations import changed, choices, flows, relation, run, unpaid
from tests.proofs.random_worlds import PLANTS, World, worlds


def policy(document: World, spec: World, **sourcing: object) -> World:
    """The world with one policy for all."""

    def decide(other: World) -> None:
        for programme in other["programmes"].values():
            programme["sourcing"] |= {"policy": spec} | sourcing

    return changed(document, decide)


@relation(worlds(policies=("stay",)))
def test_stay_never_switches(document: World) -> None:
    record = run(document)
    assert record.switches == []
    assert not any(payment.kind == "switching" for payment in record.payments)


@relation(worlds(), st.sampled_from(PLANTS[:2]))
def test_award_for_a_day_after_the_run_keeps_what_stay_keeps(document: World, plant: str) -> None:
    award = run(policy(document, {"kind": "award", "plant": plant, "date": dt.date(2099, 1, 1)}))
    assert flows(award) == flows(run(policy(document, {"kind": "stay"})))


@relation(worlds(), st.sampled_from([("nearest", "distance"), ("landed-cost", "cost")]))
def test_weight_on_one_thing_alone_decides_as_the_policy_of_that_thing(
    document: World, pair: tuple[str, str]
) -> None:
    plain, weight = pair
    one = run(policy(document, {"kind": plain}, threshold=0.0))
    other = run(policy(document, {"kind": "weighted", weight: 3.0}, threshold=0.0))
    assert flows(other) == flows(one)
    assert choices(other) == choices(one)


@relation(worlds(policies=("nearest", "landed-cost", "weighted", "dual")))
def test_nobody_is_awarded_that_is_excluded(document: World) -> None:
    for programme in document["programmes"].values():
        programme["sourcing"]["exclude_plants"] = list(PLANTS[1 : len(document["plants"])])
    record = run(document)
    assert {switch.plant for switch in record.switches} <= {PLANTS[0]}


@relation(worlds(policies=("nearest", "landed-cost")))
def test_endless_patience_gives_no_switch_up_unless_a_phase_is_cancelled(document: World) -> None:
    for programme in document["programmes"].values():
        programme["sourcing"]["patience_months"] = 999
    for plant in document["plants"].values():
        for phase in plant["phases"].values():
            phase["cancel_probability"] = 0.0
    assert [switch for switch in run(document).switches if switch.outcome == "abandoned"] == []


@relation(worlds(policies=("nearest", "dual")), st.floats(1e3, 1e7))
def test_switching_cost_changes_what_is_paid_and_nothing_else_for_the_nearest(
    document: World, eur: float
) -> None:
    one, other = (
        run(policy(document, {"kind": "nearest"}, switching_cost_eur=each)) for each in (eur, 2 * eur)
    )
    assert unpaid(other) == unpaid(one)
    paid = [sum(p.eur for p in record.payments if p.kind == "switching") for record in (one, other)]
    assert paid[1] == pytest.approx(2 * paid[0], rel=1e-12)


@relation(worlds(), st.integers(0, 3))
def test_shares_in_force_never_exceed_the_whole(document: World, replication: int) -> None:
    record = run(document, replication)
    for programme in document["programmes"]:
        own = [p for p in record.periods if p.programme == programme]
        for day in {p.first_day for p in own}:
            assert sum(p.share for p in own if p.first_day <= day < p.end_day) <= 1 + 1e-9


@relation(worlds(), st.integers(0, 3))
def test_switch_that_starts_is_qualified_noticed_and_open(document: World, replication: int) -> None:
    record = run(document, replication)
    for switch in record.switches:
        if switch.outcome == "started":
            started = [e.day for e in record.phase_events if (e.plant, e.event) == (switch.plant, "started")]
            assert switch.start_day >= switch.decided_day
            assert _ran_before(document, switch.plant) or min(started) <= switch.start_day


def _ran_before(document: World, plant: str) -> bool:
    return any(
        phase["start"].get("sop", dt.date.max) <= START
        for phase in document["plants"][plant]["phases"].values()
    )


@relation(worlds(), st.integers(0, 3))
def test_unplanned_reviews_keep_their_gap_and_none_is_held_while_a_switch_is_under_way(
    document: World, replication: int
) -> None:
    record = run(document, replication)
    planned = {"interval", "launch ahead", "agreement ends", "award date", "switch abandoned"}
    for programme in document["programmes"]:
        held = [review for review in record.reviews if review.programme == programme]
        for before, after in pairwise(held):
            assert after.day - before.day >= (90 if after.trigger not in planned else 1)
        for switch in record.switches:
            ends = [day for day in (switch.start_day, switch.abandoned_day) if day >= 0]
            if switch.programme == programme:
                assert not any(switch.decided_day < r.day < min(ends, default=10**9) for r in held)


@pytest.mark.timeout(20)
def test_switch_without_hope_from_the_first_day_does_not_stop_the_clock() -> None:
    """Validation drawn longer than planned by more than the patience: decided once, and not anew on the same day."""
    document = world()
    sourcing = document["programmes"]["car"]["sourcing"]
    sourcing["qualification"]["validation_months"] = {
        "dist": "choice",
        "values": [9.0, 60.0],
        "weights": [3.0, 1.0],
    }
    sourcing["patience_months"] = 0
    for replication in range(8):
        record = run(document, replication)
        assert max(Counter(review.day for review in record.reviews).values()) == 1
