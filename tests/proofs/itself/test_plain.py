"""The plain second implementation leaves the same tables as the model, over random worlds."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.core.streams import Streams
from sim.model.replication import replicate
from sim.sample.design import MonteCarlo
from sim.sample.path import draw
from sim.scenario.checks.consistency import contradictions
from sim.scenario.parts import parts_of
from sim.scenario.types.scenario import Scenario
from tests.builders import world
from tests.proofs.itself.plain.replication import replicate_plainly
from tests.proofs.itself.rarities import rare_worlds
from tests.proofs.itself.tables import Tables, differences, plain_tables, tables_of
from tests.proofs.random_worlds import World, worlds

ROOT_SEED = 11
_slow = [HealthCheck.too_slow, HealthCheck.data_too_large]


def both(document: World, replication: int) -> tuple[Tables, Tables]:
    path = draw(Scenario.model_validate(document), Streams(ROOT_SEED, replication), MonteCarlo())
    return tables_of(replicate(path)), plain_tables(replicate_plainly(path))


@settings(max_examples=25, deadline=None, suppress_health_check=_slow)
@given(worlds() | rare_worlds())
def test_random_worlds_do_not_contradict_themselves(document: World) -> None:
    assert list(contradictions(parts_of(Scenario.model_validate(document)))) == []


@pytest.mark.timeout(120)
@settings(max_examples=12, deadline=None, suppress_health_check=_slow)
@given(worlds() | rare_worlds(), st.integers(0, 3))
def test_plain_implementation_leaves_the_same_tables_in_a_few_worlds(
    document: World, replication: int
) -> None:
    assert differences(*both(document, replication)) == []


@pytest.mark.verify
@pytest.mark.parametrize(("kind", "examples", "strategy"), [
    ("random worlds", 200, worlds()), ("random worlds with rarer features", 100, rare_worlds())
])  # fmt: skip
def test_plain_implementation_leaves_the_same_tables(kind, examples, strategy, proof) -> None:
    counts = dict.fromkeys(("worlds", "shipments", "reviews", "switches", "differences"), 0)

    @settings(max_examples=examples, deadline=None, suppress_health_check=_slow, report_multiple_bugs=False)
    @given(strategy, st.integers(0, 9))
    def compare(document: World, replication: int) -> None:
        tables, others = both(document, replication)
        found = differences(tables, others)
        counts["worlds"] += 1
        counts["differences"] += len(found)
        for name in ("shipments", "reviews", "switches"):
            counts[name] += len(tables[name])
        assert found == []

    try:
        compare()
    finally:
        what = f"tables that differ between the model and a plain second implementation in {kind}"
        over = ", ".join(f"{number} {name}" for name, number in counts.items() if name != "differences")
        proof(f"{what} ({over})", counts["differences"], "0")


@pytest.mark.parametrize("policy", ["nearest", "stay"])
def test_plain_implementation_agrees_on_the_small_world(policy: str) -> None:
    document = world()
    document["programmes"]["car"]["sourcing"]["policy"] = {"kind": policy}
    tables, others = both(document, 0)
    assert differences(tables, others) == []
    assert bool(tables["switches"]) == (policy == "nearest")


def test_one_watt_hour_or_one_day_is_a_difference() -> None:
    document = world()
    document["run"]["end"] = dt.date(2022, 6, 30)
    tables, others = both(document, 0)
    others["plants"]["far-plant"]["made"][3] += 1
    others["shipments"][5] = (
        *others["shipments"][5][:6],
        others["shipments"][5][6] + 1,
        *others["shipments"][5][7:],
    )
    others["call-offs"].pop()
    assert [found.partition(",")[0].partition(":")[0] for found in differences(tables, others)] == [
        "plants far-plant made", "call-offs", "shipments",
    ]  # fmt: skip
