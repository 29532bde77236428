import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import BrokenInvariant
from sim.rules.price import PriceBook
from tests.builders import START, scenario


def book(*points: tuple[int, float], **changes) -> PriceBook:
    dated = [{"date": START + dt.timedelta(days=day), "eur_per_kwh": price} for day, price in points]
    world = scenario({"prices.europe-nmc.points": dated} | changes)
    return PriceBook(world, world.run.calendar())


STEPS = [{"from_gwh_per_year": 1.0, "factor": 0.95}, {"from_gwh_per_year": 10.0, "factor": 0.9}]
BOOK = book(
    (-100, 120.0), (365, 97.3), (1000, 81.7), (5000, 60.1), **{"prices.europe-nmc.volume_steps": STEPS}
)
days, volumes = st.integers(-1000, 8000), st.floats(0, 50)


@given(st.lists(st.tuples(days, volumes), max_size=50))
def test_prices_of_many_days_are_the_prices_of_each_to_the_last_bit(asked):
    on, volume = np.array([day for day, _ in asked], dtype=int), np.array([gwh for _, gwh in asked])
    assert BOOK.prices("far-plant", "nmc", on, volume).tolist() == [
        BOOK.price("far-plant", "nmc", day, gwh) for day, gwh in asked
    ]


@given(days, volumes, st.floats(0, 50))
def test_a_larger_buyer_never_pays_more_where_steps_fall(day, gwh, more):
    assert BOOK.price("far-plant", "nmc", day, gwh + more) <= BOOK.price("far-plant", "nmc", day, gwh)


def test_a_price_runs_straight_between_its_points_and_stays_beyond_them():
    falling = book((0, 100.0), (100, 80.0))
    assert [falling.price("far-plant", "nmc", day, 1.0) for day in (-50, 0, 25, 100, 9000)] == [
        100,
        100,
        95,
        80,
        80,
    ]


def test_a_volume_step_holds_from_its_volume_on():
    stepped = book((0, 100.0), **{"prices.europe-nmc.volume_steps": STEPS})
    asked = [stepped.price("far-plant", "nmc", 0, gwh) for gwh in (0.0, 0.999, 1.0, 9.9, 10.0, 99.0)]
    assert asked == [100.0, 100.0, 95.0, 95.0, 90.0, 90.0]


def test_factors_of_price_and_plant_multiply():
    factors = {"prices.europe-nmc.factor": 1.5, "plants.far-plant.price_factor": 2.0}
    dear = book((0, 100.0), **factors)
    assert dear.price("far-plant", "nmc", 0, 1.0) == 300.0
    assert dear.price("near-plant", "nmc", 0, 1.0) == 150.0


def test_a_chemistry_without_a_price_is_an_error():
    with pytest.raises(BrokenInvariant, match="no price of lfp cells from far-plant"):
        BOOK.price("far-plant", "lfp", 0, 1.0)


def test_two_prices_of_one_chemistry_in_one_region_are_an_error():
    again = {"region": "europe", "chemistry": "nmc", "points": [{"date": START, "eur_per_kwh": 1.0}]}
    with pytest.raises(BrokenInvariant, match="two prices"):
        book((0, 100.0), **{"prices.again": again})
