"""Metamorphic relations: what must not change anything does not."""

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.api import compare
from sim.scenario.load import load
from sim.scenario.types.scenario import Scenario
from tests.builders import START, leg, site, world
from tests.proofs.itself.relations import changed, choices, drawn, flows, relation, renamed, run, told, unpaid
from tests.proofs.random_worlds import CROSSINGS, PLANTS, World, worlds


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(document=worlds())
def test_random_world_is_a_scenario_file_without_faults(tmp_path: Path, document: World) -> None:
    path = tmp_path / "random.toml"
    path.write_text(tomli_w.dumps(document), encoding="utf-8")
    assert load(path).arms["base"] == Scenario.model_validate(document)


def reversed_tables(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: reversed_tables(child) for key, child in reversed(node.items())}
    return node


@relation(worlds(), st.integers(0, 3))
def test_order_of_entities_in_the_file_changes_nothing(document: World, replication: int) -> None:
    assert told(run(reversed_tables(document), replication)) == told(run(document, replication))


@relation(worlds())
def test_same_world_twice_leaves_the_same_records(document: World) -> None:
    assert told(run(document)) == told(run(copy.deepcopy(document)))


@relation(worlds())
def test_titles_names_notes_and_colours_change_nothing(document: World) -> None:
    def rename(other: World) -> None:
        other["run"]["title"] = "another title"
        for number, table in enumerate(("suppliers", "oems", "programmes", "sites")):
            for entity in other[table].values():
                entity["name"] = f"name {number}"
        for supplier in other["suppliers"].values():
            supplier["colour"] = "#123456"
        for agreement in other["agreements"].values():
            agreement["note"] = "noted"

    assert told(run(changed(document, rename))) == told(run(document))


@relation(worlds(), st.integers(0, 3))
def test_names_of_makers_groups_prices_and_duties_change_nothing(document: World, replication: int) -> None:
    names = {
        "north": "south",
        "south": "north",
        "hold": "house",
        "eu": "east",
        "uk": "west",
        "europe": "realm",
    }
    tables = ("oems", "prices", "duties", "programmes", "relationships")
    other = document | {table: renamed(document[table], names) for table in tables}
    other["plants"] = {id_: plant | {"price_region": "realm"} for id_, plant in document["plants"].items()}
    other["sites"] = {id_: each | {"zone": names[each["zone"]]} for id_, each in document["sites"].items()}
    for id_, programme in document["programmes"].items():
        other["programmes"][id_] = programme | {"oem": names[programme["oem"]]}
    assert told(run(other, replication)) == told(run(document, replication))


@relation(worlds(), st.integers(-4000, 4000))
def test_calendar_as_a_whole_later_or_earlier_changes_nothing(document: World, days: int) -> None:
    def later(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: later(child) for key, child in node.items()}
        if isinstance(node, list | tuple):
            return [later(child) for child in node]
        return node + dt.timedelta(days=days) if isinstance(node, dt.date) else node

    one, other = run(document), run(later(document))
    assert flows(other) == flows(one)
    assert choices(other) == choices(one)


# ------------------------------------------------------------------------------------------------------ bystanders


@relation(worlds())
def test_plant_of_a_format_that_nobody_needs_changes_nothing(document: World) -> None:
    assert_bystander_changes_nothing(document, {"formats": ["prismatic"]})


@relation(worlds())
def test_plant_that_every_programme_excludes_changes_nothing(document: World) -> None:
    assert_bystander_changes_nothing(document, {}, excluded=True)


@relation(worlds())
def test_plant_that_the_market_never_hears_of_changes_nothing(document: World) -> None:
    late = dt.date(2100, 1, 1)
    phases = {"p1": {"nameplate_gwh": 9.0, "start": {"kind": "scheduled", "sop": late}}}
    assert_bystander_changes_nothing(document, {"announced": late, "phases": phases})


def assert_bystander_changes_nothing(document: World, traits: World, *, excluded: bool = False) -> None:
    def add(other: World) -> None:
        first = copy.deepcopy(other["plants"][PLANTS[0]])
        other["plants"]["aardvark"] = first | {"site": "aardvark-works"} | traits
        zone = other["sites"][f"{PLANTS[0]}-works"]["zone"]
        other["sites"]["aardvark-works"] = site("cell-plant", zone, 53.0, 1.2)
        for programme in other["programmes"].values():
            programme["sourcing"]["exclude_plants"] = ["aardvark"] if excluded else []

    before, after = run(document), run(changed(document, add))
    del after.plants["aardvark"]
    after.phase_events = [fact for fact in after.phase_events if fact.plant != "aardvark"]
    assert flows(after) == flows(before)
    assert choices(after) == choices(before)
    seen = [tuple(c._replace(rank=0) for c in r.ranking if c.plant != "aardvark") for r in after.reviews]
    assert repr(seen) == repr([tuple(c._replace(rank=0) for c in r.ranking) for r in before.reviews])


def add_idle_programme(other: World) -> None:
    idle = copy.deepcopy(next(iter(other["programmes"].values())))
    idle["demand"] = {"points": [{"date": START, "low": 0.0, "mode": 0.0, "high": 0.0}]}
    idle["sourcing"] |= {"policy": {"kind": "stay"}}
    other["programmes"]["abacus"] = idle | {"oem": "hermit"}
    other["oems"]["hermit"] = {"name": "Hermit"}


@relation(worlds())
def test_programme_without_demand_changes_nothing(document: World) -> None:
    before, after = run(document), run(changed(document, add_idle_programme))
    for records in (after.programmes, after.wh_per_vehicle):
        del records["abacus"]
    assert flows(after) == flows(before)
    assert [c for c in choices(after) if c[0] != "abacus"] == choices(before)


@relation(worlds(), st.integers(0, 3))
def test_another_entity_leaves_the_draws_of_all_others_alone(document: World, replication: int) -> None:
    def add(other: World) -> None:
        add_idle_programme(other)
        other["programmes"]["abacus"]["demand"]["weekly_cv"] = 0.4
        other["disruptions"]["aftershock"] = {
            "plants": [PLANTS[0]],
            "occurs": {"kind": "poisson", "per_year": 2.0},
            "duration_days": 9.0,
        }
        other["plants"]["aardvark"] = copy.deepcopy(other["plants"][PLANTS[0]])
        for phase in other["plants"]["aardvark"]["phases"].values():
            phase["realised_ratio"] = {"dist": "uniform", "low": 0.5, "high": 1.0}

    one, more = drawn(document, replication), drawn(changed(document, add), replication)
    assert one.parameters.items() <= more.parameters.items()
    assert one.cancelled.items() <= more.cancelled.items()
    assert list(one.outages) == [outage for outage in more.outages if outage.disruption != "aftershock"]
    for programme, demand in one.demand.items():
        assert np.array_equal(demand.wanted_vehicles, more.demand[programme].wanted_vehicles)
    for crossing in CROSSINGS:
        first, second = (path.transit.leg_days(crossing, 1.5, 0.4) for path in (one, more))
        assert first.tolist() == second.tolist()


# --------------------------------------------------------------------------------------------- keys without effect


@relation(worlds(policies=("nearest",)), st.sampled_from([2.0, 3.7]))
def test_money_changes_nothing_where_the_nearest_is_chosen(document: World, factor: float) -> None:
    def dearer(other: World) -> None:
        other["economics"] = {"cost_of_capital": 0.2, "eur_per_t_co2e": 90.0}
        for point in other["prices"]["europe-nmc"]["points"]:
            point["eur_per_kwh"] *= factor
        for mode in other["modes"].values():
            mode["eur_per_load"] = 77.0 * factor
        for programme in other["programmes"].values():
            programme["sourcing"]["switching_cost_eur"] = 1e5 * factor

    one, other = run(document), run(changed(document, dearer))
    assert unpaid(other) == unpaid(one)
    assert choices(other) == choices(one)


@relation(worlds())
def test_no_limit_of_the_fill_rate_is_a_limit_of_nothing(document: World) -> None:
    def limit(fill_rate: float | None) -> World:
        other = copy.deepcopy(document)
        for programme in other["programmes"].values():
            programme["sourcing"]["triggers"]["service_fill_rate"] = fill_rate
        return other

    assert told(run(limit(0.0))) == told(run(limit(None)))


@relation(worlds(), st.sampled_from([0.0, 0.4, 1.0]))
def test_overtime_changes_nothing_where_vehicles_are_lost(document: World, share: float) -> None:
    def lose(other: World, share: float) -> None:
        for programme in other["programmes"].values():
            programme |= {"shortfall": "lost", "overtime_share": share}

    one, other = (run(changed(document, lambda w, s=s: lose(w, s))) for s in (0.1, share))
    assert told(other) == told(one)


def test_identical_arms_differ_by_exactly_nothing(tmp_path: Path) -> None:
    document = world() | {"study": {"focus": "car", "baseline": "one", "replications": 3}}
    document["plants"]["near-plant"]["phases"]["p1"]["start"]["delay_months"] = {
        "dist": "uniform",
        "low": 0.0,
        "high": 24.0,
    }
    document["programmes"]["car"]["demand"]["weekly_cv"] = 0.2
    document["arms"] = {name: {"title": name} for name in ("one", "other")}
    path = tmp_path / "twins.toml"
    path.write_text(tomli_w.dumps(document), encoding="utf-8")
    one, other = compare(load(path), workers=1).matrix
    assert repr(one.tolist()) == repr(other.tolist())
    assert repr(one[0].tolist()) != repr(one[1].tolist())


@relation(worlds(), st.sampled_from(["nearest", "landed-cost", "stay"]))
def test_change_of_an_arm_leaves_what_is_exogenous_alone(document: World, kind: str) -> None:
    def decide(other: World) -> None:
        for programme in other["programmes"].values():
            programme["sourcing"]["policy"] = {"kind": kind}
            programme["sourcing"]["notice_days"] = 33
        other["legs"]["lane"] = leg("ash-works", "port-uk", "ferry", 900.0, border=True)

    one, other = drawn(document), drawn(changed(document, decide))
    assert one.parameters == other.parameters
    assert one.outages == other.outages
    assert one.cancelled == other.cancelled
    for programme, demand in one.demand.items():
        assert np.array_equal(demand.wanted_vehicles, other.demand[programme].wanted_vehicles)
        assert np.array_equal(demand.outage_vehicles, other.demand[programme].outage_vehicles)
    first, second = (path.transit.leg_days(CROSSINGS[0], 1.5, 0.4) for path in (one, other))
    assert first.tolist() == second.tolist()
    records = [run(document), run(changed(document, decide))]
    assert records[0].outages == records[1].outages
    for programme in document["programmes"]:
        wanted = [record.programmes[programme].wanted_vehicles for record in records]
        assert np.array_equal(*wanted)
