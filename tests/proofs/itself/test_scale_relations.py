"""Metamorphic relations of names, size and time: swapped, scaled and continued worlds."""

import copy
import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from sim.core.records import RunRecord
from tests.builders import START
from tests.proofs.itself.relations import changed, choices, flows, listed, relation, renamed, run
from tests.proofs.random_worlds import PLANTS, World, worlds


@relation(worlds(certain=True, policies=("nearest", "landed-cost", "dual", "stay", "award")))
def test_swapping_names_and_data_of_two_plants_swaps_the_results(document: World) -> None:
    names = {PLANTS[0]: PLANTS[1], PLANTS[1]: PLANTS[0]}
    record, swapped = run(document), run(renamed(document, names))
    assert _without_ties(_with_names(swapped, names)) == _without_ties(record)


def _without_ties(record: RunRecord) -> dict[str, Any]:
    """Of plants that lose equal shares to a switch, the one that it names goes by id: left out."""
    return flows(record) | {"switches": sorted(switch._replace(from_plant="") for switch in record.switches)}


def _with_names(record: RunRecord, names: dict[str, str]) -> RunRecord:
    def facts(rows: Iterable[Any]) -> list[Any]:
        return [row._make(renamed(value, names) for value in row) for row in rows]

    return dataclasses.replace(
        record,
        plants={names.get(plant, plant): series for plant, series in record.plants.items()},
        **{name: facts(getattr(record, name)) for name in (
            "shipments", "call_offs", "routes", "switches", "periods", "phase_events", "payments"
        )},
    )  # fmt: skip


@relation(worlds(policies=("nearest", "landed-cost", "weighted", "dual", "stay", "award")))
def test_all_money_twice_as_much_gives_the_same_decisions_and_twice_the_payments(document: World) -> None:
    def double(node: Any) -> Any:
        if isinstance(node, dict) and "dist" in node:
            return node | {key: 2 * value for key, value in node.items() if key != "dist"}
        return 2 * node

    def inflate(other: World) -> None:
        for point in other["prices"]["europe-nmc"]["points"]:
            point["eur_per_kwh"] *= 2
        for mode in other["modes"].values():
            mode |= {key: 2 * mode.get(key, 0.0) for key in ("eur_per_load", "eur_per_km")}
        for programme in other["programmes"].values():
            programme["sourcing"]["switching_cost_eur"] = double(programme["sourcing"]["switching_cost_eur"])

    document["economics"] = {"eur_per_t_co2e": 0.0}
    one, other = run(document), run(changed(document, inflate))
    assert choices(other) == choices(one)
    assert [payment._replace(eur=2 * payment.eur) for payment in one.payments] == other.payments
    assert flows(other) | {"payments": None} == flows(one) | {"payments": None}


# Programmes that make up lost vehicles are left out: how many they may owe is told by what they will want within
# a year, as far as the run goes (`owed_limit`), so their last year knows the end.
@relation(worlds(step_days=(7,), years=(2, 4)), st.integers(1, 100))
def test_longer_horizon_begins_with_the_records_of_the_shorter_one(document: World, more_weeks: int) -> None:
    weeks = (document["run"]["end"] - START).days // 7
    for programme in document["programmes"].values():
        programme["shortfall"] = "lost"
    ends = [START + dt.timedelta(days=7 * each) for each in (weeks, weeks + more_weeks)]
    short, longer = (
        run(changed(document, lambda other, end=end: other["run"].update(end=end))) for end in ends
    )
    last = 7 * weeks
    for shorter, whole in ((short.plants, longer.plants), (short.programmes, longer.programmes)):
        for name, series in shorter.items():
            further = listed(whole[name])
            for key, values in listed(series).items():
                assert values == further[key][: weeks + 1], (name, key)
    for field, day in (
        ("call_offs", "day"),
        ("shipments", "departure_day"),
        ("phase_events", "day"),
        ("payments", "day"),
        ("reviews", "day"),
    ):
        assert repr(list(getattr(short, field))) == repr(
            [f for f in getattr(longer, field) if getattr(f, day) <= last]
        ), field


@relation(worlds(), st.integers(0, 3))
def test_replications_do_not_know_of_each_other(document: World, replication: int) -> None:
    alone = run(copy.deepcopy(document), replication)
    run(document, replication + 1)
    assert flows(run(document, replication)) == flows(alone)
