import datetime as dt

import pytest

from tests.builders import world
from tests.scenario.files import faults, only_fault, small

DAY = dt.date(2020, 1, 1)
DISRUPTION = {"occurs": {"kind": "poisson", "per_year": 1.0}, "duration_days": 1.0}
POLICY = "programmes.car.sourcing.policy"


@pytest.mark.parametrize(
    ("changes", "key", "near"),
    [
        ({"plants.far-plant.supplier": "fra"}, "plants.far-plant.supplier", "far"),
        ({"plants.far-plant.site": "far-work"}, "plants.far-plant.site", "far-works"),
        ({"programmes.car.oem": "makr"}, "programmes.car.oem", "maker"),
        ({"programmes.car.site": "car-work"}, "programmes.car.site", "car-works"),
        ({"programmes.car.chemistry": "nmcc"}, "programmes.car.chemistry", "nmc"),
        (
            {"programmes.car.sourcing.exclude_plants": ["near-plnt"]},
            "programmes.car.sourcing.exclude_plants.0",
            "near-plant",
        ),
        (
            {POLICY: {"kind": "award", "plant": "near-plan", "date": dt.date(2023, 1, 1)}},
            f"{POLICY}.plant",
            "near-plant",
        ),
        (
            {"programmes.car.demand.waits_for": {"plant": "near-plan", "phase": "p1"}},
            "programmes.car.demand.waits_for.plant",
            "near-plant",
        ),
        (
            {"programmes.car.demand.waits_for": {"plant": "near-plant", "phase": "p11"}},
            "programmes.car.demand.waits_for.phase",
            "p1",
        ),
        ({"agreements.car-far.programme": "carr"}, "agreements.car-far.programme", "car"),
        ({"agreements.car-far.plant": "far-plan"}, "agreements.car-far.plant", "far-plant"),
        (
            {"agreements.car-far.plant": None, "agreements.car-far.supplier": "fra"},
            "agreements.car-far.supplier",
            "far",
        ),
        (
            {"relationships.r": {"oem": "makr", "supplier": "far", "since": DAY}},
            "relationships.r.oem",
            "maker",
        ),
        (
            {"relationships.r": {"oem": "maker", "supplier": "fra", "since": DAY}},
            "relationships.r.supplier",
            "far",
        ),
        ({"legs.strait.origin": "port-ue"}, "legs.strait.origin", "port-eu"),
        ({"legs.strait.destination": "port-ku"}, "legs.strait.destination", "port-uk"),
        ({"disruptions.d": DISRUPTION | {"legs": ["strat"]}}, "disruptions.d.legs.0", "strait"),
        ({"disruptions.d": DISRUPTION | {"plants": ["far-plan"]}}, "disruptions.d.plants.0", "far-plant"),
        ({"disruptions.d": DISRUPTION | {"programmes": ["cra"]}}, "disruptions.d.programmes.0", "car"),
        ({"plants.far-plant.price_region": "europa"}, "plants.far-plant.price_region", "europe"),
        ({"plants.far-plant.chemistries": ["nmc", "nmcx"]}, "plants.far-plant.chemistries.1", "nmc"),
        ({"study.focus": "carr"}, "study.focus", "car"),
        ({"study.baseline": "bas"}, "study.baseline", "base"),
        (
            {"duties.d": {"origin_zone": "euu", "destination_zone": "uk", "start": DAY, "rate": 0.1}},
            "duties.d.origin_zone",
            "eu",
        ),
        (
            {
                "correlations": [
                    {"first": "plants.far-plant.oe", "second": "freight.load_tonnes", "rank_correlation": 0.1}
                ]
            },
            "correlations.0.first",
            "plants.far-plant.oee",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_the_one_fault_and_the_nearest_is_named(tmp_path, changes, key, near):
    fault = only_fault(small(tmp_path, changes))
    assert fault.key == key
    assert fault.remedy == f"did you mean {near}?"


def test_a_mode_without_a_table_is_dangling(tmp_path):
    fault = only_fault(small(tmp_path, {"legs.strait.mode": "tunnel"}))
    assert (fault.key, fault.message) == ("legs.strait.mode", "there is no mode of this name")


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"plants.far-plant.site": "port-eu"}, "plants.far-plant.site"),
        ({"programmes.car.site": "port-uk"}, "programmes.car.site"),
    ],
)
def test_a_plant_needs_a_site_for_plants(tmp_path, changes, key):
    fault = only_fault(small(tmp_path, changes))
    assert fault.key == key
    assert "this one is a gateway" in fault.message


def test_a_missing_table_is_told_once_and_not_by_every_name_that_leads_into_it(tmp_path):
    assert [fault.key for fault in faults(small(tmp_path, {"suppliers": None}))] == ["suppliers"]


def test_two_prices_of_one_region_and_chemistry_are_a_fault(tmp_path):
    fault = only_fault(small(tmp_path, {"prices.second": world()["prices"]["europe-nmc"]}))
    assert fault.key == "prices.second"
    assert "prices.europe-nmc" in fault.message


def test_the_baseline_is_one_of_the_arms(tmp_path):
    arms = {"arms.one": {"title": "One"}, "arms.two": {"title": "Two"}}
    assert faults(small(tmp_path, arms | {"study.baseline": "two"})) == ()
    assert only_fault(small(tmp_path, arms | {"study.baseline": "base"})).key == "study.baseline"


@pytest.mark.parametrize(
    "path",
    [
        "plants.far-plant.phases.p1.nameplate_gwh",
        "prices.europe-nmc.points.0.eur_per_kwh",
        "freight.truck_mwh.nmc",
        "economics.cost_of_capital",
        "plants.far-plant.quality.scrap_start",
    ],
)
def test_correlations_may_name_any_number_stated_or_not(tmp_path, path):
    correlation = {"first": path, "second": "programmes.car.kwh_per_vehicle", "rank_correlation": 0.5}
    assert faults(small(tmp_path, {"correlations": [correlation]})) == ()


@pytest.mark.parametrize(
    "path",
    [
        "run.title",
        "run.step_days",
        "plants.far-plant",
        "plants.nowhere.oee",
        "plants.near-plant.oee.low",
        "disruptions.d.duration_days",
        "prices.europe-nmc.points.1.eur_per_kwh",
        "prices.europe-nmc.points.-1.eur_per_kwh",
        "not a path",
        "",
    ],
)
def test_correlations_name_nothing_else(tmp_path, path):
    changes = {
        "plants.near-plant.oee": {"dist": "uniform", "low": 0.5, "high": 0.9},
        "disruptions.d": DISRUPTION | {"plants": ["far-plant"]},
        "correlations": [{"first": path, "second": "freight.load_tonnes", "rank_correlation": 0.5}],
    }
    assert only_fault(small(tmp_path, changes)).key == "correlations.0.first"
