import numpy as np
import pytest

from sim.rules.facts import run_facts
from sim.rules.monthly_series import month_names, monthly_series, series_keys
from sim.rules.tables import tables
from tests.rules.legs import LEGS
from tests.rules.run_records import costs_of, period, run_record, shipment, small_world

# Steps end on 2021-07-08, 15, 22, 29 and 2021-08-05: July has 28 days of steps, August 7.
EDGES = [0, 7, 14, 21, 28, 35]
WORLD = small_world(35)
RECORD = run_record(EDGES, [shipment(0, 0, 7, 14, loads=2), shipment(1, 0, 7, 28)])
RECORD.periods = [period("far", 0, 30), period("near", 30, 35, share=0.6)]


def rows():
    found = monthly_series(run_facts(RECORD, WORLD))
    return dict(zip(((key.owner, key.name, key.other) for key in series_keys(WORLD)), found, strict=True))


def test_series_agree_with_the_tables_of_the_run():
    of_run = tables(RECORD, WORLD, costs_of(WORLD), LEGS)
    plants = of_run["plants"].columns
    far = plants["plant"] == "far-plant"
    found = rows()

    assert found["car", "supply_share", "near-plant"].tolist() == [0.0, 0.6]
    assert np.array_equal(
        found["car", "stock_cover_days", ""], of_run["programmes"].columns["stock_cover_days"], equal_nan=True
    )
    nameplate = plants["nameplate_gwh_per_year"][far]
    assert np.array_equal(found["far-plant", "nameplate_gwh_per_year", ""], nameplate)
    assert np.array_equal(found["far-plant", "booked_gwh_per_year", ""], plants["booked_gwh_per_year"][far])
    rate = found["far-plant", "made_gwh_per_year", ""] * np.array([28, 7]) / 365
    assert rate == pytest.approx(plants["made_gwh"][far])


def test_columns_are_the_months_in_which_steps_end():
    assert month_names(WORLD.run.calendar()) == ("2021-07", "2021-08")
    assert {len(row) for row in rows().values()} == {2}
