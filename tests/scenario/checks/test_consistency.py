import datetime as dt

import pytest

from tests.builders import leg, site, world
from tests.scenario.files import faults, only_fault, small

AGREEMENT = {"programme": "car", "plant": "far-plant"}


def date(year, month=1, day=1):
    return dt.date(year, month, day)


AWARD = {"kind": "award", "plant": "near-plant", "date": date(2023)}
DUTY = {"origin_zone": "eu", "destination_zone": "uk", "start": date(2021)}
TRIGGERED = {"kind": "triggered", "planned_sop": date(2024), "lead_time_months": 9.0}


def shares(*terms):
    """Agreements of the programme as (share, start year, end year or None)."""
    agreements = {
        f"a-{number}": AGREEMENT
        | {"share": share, "start": date(start)}
        | ({} if end is None else {"end": date(end, 12, 31)})
        for number, (share, start, end) in enumerate(terms)
    }
    return {"agreements": agreements}


@pytest.mark.parametrize(
    "terms",
    [
        [],
        [(1.0, 2020, None)],
        [(0.6, 2020, None), (0.4, 2020, None)],
        [(0.1, 2020, None)] * 10,
        [(1.0, 2020, 2023), (1.0, 2024, None)],
        [(0.6, 2020, 2023), (0.4, 2020, None), (0.6, 2024, None)],
        [(0.6, 2020, 2023), (0.4, 2020, None)],
        [(1.0, 2025, None)],
        [(0.5, 2030, None)],
    ],
    ids=str,
)
def test_shares_that_add_up_wherever_any_is_active_are_fine(tmp_path, terms):
    assert faults(small(tmp_path, shares(*terms))) == ()


@pytest.mark.parametrize(
    ("terms", "key", "day", "total"),
    [
        ([(0.6, 2020, None), (0.3, 2020, None)], "a-1", "2021-07-01", "0.6 + 0.3 = 0.9"),
        ([(0.6, 2020, None), (0.6, 2020, None)], "a-1", "2021-07-01", "0.6 + 0.6 = 1.2"),
        ([(1.0, 2020, None), (0.5, 2024, None)], "a-1", "2024-01-01", "1 + 0.5 = 1.5"),
        ([(1.0, 2020, 2024), (1.0, 2024, None)], "a-1", "2024-01-01", "1 + 1 = 2"),
        ([(0.5, 2025, None)], "a-0", "2025-01-01", "0.5 = 0.5"),
    ],
    ids=str,
)
def test_shares_that_do_not_add_up_are_told_with_the_first_day(tmp_path, terms, key, day, total):
    fault = only_fault(small(tmp_path, shares(*terms)))
    assert fault.key == f"agreements.{key}.share"
    assert day in fault.message
    assert total in fault.message


def test_a_share_that_an_arm_changes_is_told_where_the_arm_says_it(tmp_path):
    arm = {"title": "A", "change": {"agreements": {"car-far": {"share": 0.5}}}}
    assert only_fault(small(tmp_path, {"arms.a": arm})).key == "arms.a.change.agreements.car-far.share"


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"run.end": date(2021, 7, 1)}, "run.end", "needs a date after the start"),
        ({"legs.strait.destination": "port-eu"}, "legs.strait.destination", "needs another site"),
        ({"legs.strait.dangerous_goods": 0.5}, "legs.strait.dangerous_goods", "needs 1 (open) or 0"),
        (
            {"legs.strait.dangerous_goods": {"dist": "uniform", "low": 0.0, "high": 1.0}},
            "legs.strait.dangerous_goods",
            "needs 1 (open) or 0 (refused)",
        ),
        ({"plants.far-plant.formats": ["can"]}, "agreements.car-far.plant", "does not make the nmc cells"),
        (
            {
                "agreements.car-far": {"programme": "car", "supplier": "far", "start": date(2020)},
                "plants.far-plant.formats": ["can"],
            },
            "agreements.car-far.supplier",
            "does not make the nmc cells",
        ),
        (
            {
                "suppliers.new": {"name": "New"},
                "agreements.car-far": {"programme": "car", "supplier": "new", "start": date(2020)},
            },
            "agreements.car-far.supplier",
            "has no plant",
        ),
        (
            {
                "programmes.car.sourcing.policy": AWARD,
                "programmes.car.sourcing.exclude_plants": ["near-plant"],
            },
            "programmes.car.sourcing.policy.plant",
            "is among the plants that the programme excludes",
        ),
        (
            {
                "duties.one": DUTY | {"rate": 0.1},
                "duties.two": DUTY | {"rate": 0.2},
            },
            "duties.two.start",
            "same zones and date as duties.one",
        ),
        (
            {
                "disruptions.d": {
                    "plants": ["far-plant"],
                    "occurs": {"kind": "dates", "dates": [date(2022), date(2022)]},
                    "duration_days": 1.0,
                }
            },
            "disruptions.d.occurs.dates",
            "names 2022-01-01 twice",
        ),
        (
            {
                "plants.near-plant.phases.p1.start": TRIGGERED,
                "programmes.car.demand.waits_for": {"plant": "near-plant", "phase": "p1"},
            },
            "programmes.car.demand.waits_for.phase",
            "scheduled",
        ),
        (
            {
                "legs.ship": leg("port-eu", "port-uk", "deep-sea", 90.0),
                "modes.deep-sea": world()["modes"]["ferry"],
            },
            "programmes.car.chemistry",
            "freight.container_mwh",
        ),
    ],
)  # fmt: skip
def test_values_that_contradict_each_other_are_the_one_fault(tmp_path, changes, key, message):
    fault = only_fault(small(tmp_path, changes))
    assert fault.key == key
    assert message in fault.message


@pytest.mark.parametrize(
    "permission",
    [0, 1, 1.0, {"dist": "bernoulli", "p": 0.3}, {"dist": "choice", "values": [0.0, 1.0]}],
    ids=str,
)
def test_a_leg_is_open_or_refused_or_drawn_to_be_one_of_them(tmp_path, permission):
    assert faults(small(tmp_path, {"legs.strait.dangerous_goods": permission})) == ()


ISLAND = {"sites.far-works.landmass": "island", "legs.far-road": None}


def test_an_agreement_whose_plant_has_no_legs_to_its_programme_is_a_fault(tmp_path):
    fault = only_fault(small(tmp_path, ISLAND))
    assert (fault.key, fault.message) == ("agreements.car-far.plant", "has no legs to programme car")


def test_a_programme_that_no_plant_can_reach_is_a_fault(tmp_path):
    lost = {
        "sites.far": site("vehicle-plant", "eu", 40.0, 0.0) | {"landmass": "moon"},
        "programmes.car.site": "far",
    }
    assert only_fault(small(tmp_path, lost)).key == "programmes.car.site"


def test_cells_do_not_change_vehicles_in_another_factory(tmp_path):
    through = {
        "sites.island-works": site("cell-plant", "uk", 51.0, 1.0) | {"landmass": "island"},
        "plants.far-plant.site": "island-works",
        "legs.hop": leg("island-works", "near-works", "ferry", 300.0),
    }
    assert only_fault(small(tmp_path, through)).key == "agreements.car-far.plant"


def test_a_refused_leg_still_joins_its_ends(tmp_path):
    assert faults(small(tmp_path, {"legs.strait.dangerous_goods": 0.0})) == ()


def test_without_the_mode_road_a_landmass_joins_nothing(tmp_path):
    roadless = {
        "modes.road": None,
        "legs.far-road.mode": "ferry",
        "legs.uk-road.mode": "ferry",
        "legs.near-road.mode": "ferry",
    }
    assert faults(small(tmp_path, roadless)) == ()
    assert only_fault(small(tmp_path, roadless | {"legs.far-road": None})).key == "agreements.car-far.plant"


NUMBERS = ["plants.far-plant.oee", "plants.near-plant.oee", "programmes.car.kwh_per_vehicle"]


def correlations(*coefficients):
    pairs = [(0, 1), (1, 2), (0, 2)]
    return [
        {"first": NUMBERS[i], "second": NUMBERS[j], "rank_correlation": r}
        for (i, j), r in zip(pairs, coefficients, strict=False)
    ]


@pytest.mark.parametrize("coefficients", [(0.9, 0.9, 0.9), (0.9, -0.9, -0.9), (-0.4, -0.4, -0.4), (0.99,)])
def test_correlations_that_can_all_hold_are_fine(tmp_path, coefficients):
    assert faults(small(tmp_path, {"correlations": correlations(*coefficients)})) == ()


@pytest.mark.parametrize(
    "coefficients", [(0.9, 0.9, -0.9), (-0.9, -0.9, -0.9), (0.9, 0.9, 0.0), (-0.6, -0.6, -0.6)]
)
def test_correlations_that_contradict_each_other_are_a_fault(tmp_path, coefficients):
    fault = only_fault(small(tmp_path, {"correlations": correlations(*coefficients)}))
    assert fault.key == "correlations"
    assert "positive definite" in fault.message


def test_a_pair_is_correlated_once_and_with_another(tmp_path):
    twice = [*correlations(0.5), {"first": NUMBERS[1], "second": NUMBERS[0], "rank_correlation": 0.1}]
    itself = [{"first": NUMBERS[0], "second": NUMBERS[0], "rank_correlation": 0.1}]
    assert (
        only_fault(small(tmp_path, {"correlations": twice})).message
        == "is of the same pair as correlations.0"
    )
    assert only_fault(small(tmp_path, {"correlations": itself})).key == "correlations.0.second"


def rate(per_year):
    return {
        "disruptions.d": {
            "plants": ["far-plant"],
            "occurs": {"kind": "poisson", "per_year": per_year},
            "duration_days": 1.0,
        }
    }


@pytest.mark.parametrize(
    ("changes", "key", "estimate"),
    [
        (rate(1e11), "disruptions.d.occurs.per_year", "1.6e+12 events"),
        (rate({"dist": "gamma", "mean": 1e11, "cv": 0.1}), "disruptions.d.occurs.per_year", "2.1e+12 events"),
        (
            rate({"dist": "lognormal", "median": 1e9, "p95": 1e10}),
            "disruptions.d.occurs.per_year",
            "1.6e+12 events",
        ),
        ({"study.replications": 10**9}, "study.replications", "2.1e+12 events"),
    ],
)
def test_an_impossible_number_of_events_is_refused_with_an_estimate(tmp_path, changes, key, estimate):
    fault = only_fault(small(tmp_path, changes))
    assert fault.key == key
    assert estimate in fault.message


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"run.end": date(9999, 12, 31)}, "run.end", "a year from 1900 to 2200"),
        (
            {"agreements.car-far.start": date(1899, 12, 31)},
            "agreements.car-far.start",
            "a year from 1900 to 2200",
        ),
        (
            {"programmes.car.sourcing.notice_days": 36_526},
            "programmes.car.sourcing.notice_days",
            "a hundred years",
        ),
        (
            {"programmes.car.sourcing.patience_months": 1_201},
            "programmes.car.sourcing.patience_months",
            "a hundred years",
        ),
        (
            {"programmes.car.sourcing.term_years": 10**9},
            "programmes.car.sourcing.term_years",
            "a hundred years",
        ),
        ({"programmes.car.safety_days": 1e6}, "programmes.car.safety_days", "a hundred years"),
        (
            {"plants.far-plant.phases.p1.nameplate_gwh": 1e300},
            "plants.far-plant.phases.p1.nameplate_gwh",
            "is larger",
        ),
        ({"agreements.car-far.priority": 10**60}, "agreements.car-far.priority", "is larger"),
        ({"modes.road.km_per_day": 1e-300}, "modes.road.km_per_day", "is nearer to 0"),
        ({"study.root_seed": 2**63}, "study.root_seed", "at most 9223372036854775807"),
    ],
)
def test_what_breaks_the_arithmetic_is_refused(tmp_path, changes, key, message):
    told = {fault.key: fault.message for fault in faults(small(tmp_path, changes))}
    assert message in told[key]


def test_the_largest_root_seed_is_fine(tmp_path):
    assert faults(small(tmp_path, {"study.root_seed": 2**63 - 1})) == ()


def test_a_duration_in_an_arm_is_bounded_as_in_the_world(tmp_path):
    arm = {"title": "A", "change": {"programmes": {"car": {"safety_days": 1e6}}}}
    assert only_fault(small(tmp_path, {"arms.a": arm})).key == "arms.a.change.programmes.car.safety_days"
