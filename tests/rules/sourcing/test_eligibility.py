"""What stands against a plant."""

import datetime as dt

import pytest

from sim.rules.sourcing.eligibility import Need, PlantFacts, ProductFit, misfits, objections

FITS = ProductFit(
    chemistry="nmc",
    format="pouch",
    chemistries=("lfp", "nmc"),
    formats=("pouch",),
    excluded=False,
    route_open=True,
    priced=True,
)
FINE = PlantFacts(
    misfits=(),
    incumbent=False,
    minimum_gwh_per_year=0.1,
    free_gwh_per_year=0.05,
    earliest_start_day=280,
    service_failed_until_day=None,
)
NEED = Need(0.12, 0, None, lambda day: dt.date(2024, 3, 27) + dt.timedelta(days=day))


def test_a_plant_that_fits_and_has_something_free_is_eligible():
    assert objections(FINE._replace(misfits=misfits(FITS, cancelled=False)), NEED) == ()


@pytest.mark.parametrize(
    ("facts", "misfit"),
    [
        ({"chemistry": "lco"}, "makes lfp and nmc cells, lco is needed"),
        ({"format": "prismatic"}, "makes pouch formats, prismatic is needed"),
        ({"excluded": True}, "excluded by the programme"),
        ({"route_open": False}, "no open route"),
        ({"priced": False}, "no price for nmc cells"),
    ],
)
def test_each_thing_that_does_not_fit_is_one_objection(facts, misfit):
    found = misfits(FITS._replace(**facts), cancelled=False)
    assert objections(FINE._replace(misfits=found), NEED) == (misfit,)


@pytest.mark.parametrize(
    ("facts", "objection"),
    [
        ({"minimum_gwh_per_year": 0.5}, "takes orders from 0.50 GWh a year, 0.12 is needed"),
        ({"free_gwh_per_year": 0.0}, "no free capacity on 2025-01-01"),
        ({"free_gwh_per_year": -1.0}, "no free capacity on 2025-01-01"),
        ({"service_failed_until_day": 0}, "failed in service, not eligible until 2024-03-27"),
    ],
)
def test_each_fact_against_a_plant_is_one_objection(facts, objection):
    assert objections(FINE._replace(**facts), NEED) == (objection,)


def test_a_cancelled_plant_is_no_use():
    assert misfits(FITS, cancelled=True) == ("cancelled before it opened",)


def test_a_failure_of_service_is_forgotten_after_its_last_day():
    assert objections(FINE._replace(service_failed_until_day=-1), NEED) == ()


def test_an_incumbent_is_not_turned_away_for_its_size():
    assert objections(FINE._replace(minimum_gwh_per_year=0.5, incumbent=True), NEED) == ()


def test_a_requirement_of_exactly_the_least_volume_is_taken():
    assert objections(FINE._replace(minimum_gwh_per_year=0.12), NEED) == ()


def test_all_objections_are_told_at_once():
    found = misfits(FITS._replace(excluded=True, route_open=False), cancelled=True)
    assert len(objections(FINE._replace(misfits=found, free_gwh_per_year=0.0), NEED)) == 4


def test_a_programme_that_nobody_supplies_does_not_wait_for_a_late_plant():
    assert objections(FINE, NEED._replace(latest_start_day=280)) == ()
    assert objections(FINE, NEED._replace(latest_start_day=279)) == (
        "cannot start before 2025-01-01, and nobody supplies until then",
    )
