import datetime as dt
import math
import timeit
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.errors import BrokenInvariant
from sim.rules.landed_cost import CostBook, LandedCost, LaneShipments, Order, load_wh
from tests.builders import START, scenario

FEE_FROM = dt.date(2027, 1, 1)


class Haul(NamedTuple):
    eur_per_load: float
    surcharge_eur_per_load: float
    kg_co2e_per_load: float
    expected_days: float


def point(date: dt.date, eur_per_kwh: float) -> dict[str, object]:
    return {"date": date, "eur_per_kwh": eur_per_kwh}


def book() -> CostBook:
    """Plant in the EU, maker in the UK: 100 EUR/kWh falling to 70, less from 1 GWh a year, duty from 2027."""
    changed = scenario(
        {
            "prices.europe-nmc.points": [point(START, 100.0), point(dt.date(2027, 7, 1), 70.0)],
            "prices.europe-nmc.factor": 1.1,
            "prices.europe-nmc.volume_steps": [{"from_gwh_per_year": 1.0, "factor": 0.9}],
            "plants.far-plant.price_factor": 0.95,
            "duties.cells": {"origin_zone": "eu", "destination_zone": "uk", "start": FEE_FROM, "rate": 0.1},
            "economics": {"cost_of_capital": 0.073, "eur_per_t_co2e": 80.0},
        }
    )
    return CostBook(changed, changed.run.calendar())


BOOK = book()
FEE_DAY = (FEE_FROM - START).days


HAUL = Haul(eur_per_load=1200.0, surcharge_eur_per_load=400.0, kg_co2e_per_load=2000.0, expected_days=5.0)


class Supply(NamedTuple):
    """An order of `car` at a plant, and how it would be hauled."""

    order: Order = Order(0, 0.5)
    plant: str = "far-plant"
    haul: Haul = HAUL
    load_wh: int = 4_000_000
    price_factor: float = 1.0
    switching_eur: float = 0.0

    @property
    def cost(self) -> LandedCost:
        offer = BOOK.offer(self.plant, "car", self.haul, self.load_wh)
        return offer.landed_cost(self.order, self.price_factor, self.switching_eur)


def cost_of(haul: Haul = HAUL, *, day: int = 0, gwh_per_year: float = 0.5, **changes: float) -> LandedCost:
    return Supply(Order(day, gwh_per_year, term_years=6.0), haul=haul, **changes).cost


money = st.floats(0, 1e5)
orders = st.builds(Order, st.integers(-400, 4000), st.floats(0, 50), st.integers(1, 10))
supplies = st.builds(
    Supply,
    order=orders,
    plant=st.sampled_from(["far-plant", "near-plant"]),
    haul=st.builds(Haul, money, money, money, st.floats(0, 60)),
    load_wh=st.integers(10**5, 10**8),
    price_factor=st.floats(0.5, 2),
    switching_eur=money,
)


def test_a_landed_cost_worked_by_hand():
    cost = cost_of(day=FEE_DAY, gwh_per_year=2.0, switching_eur=3e6)
    # Price: the line from 100 to 70, x 1.1 x 0.95 x 0.9 for 2 GWh a year.
    # A load is 4,000 kWh: freight 1,600 / 4,000 = 0.4, surcharge 0.1 of it; 2,000 / 4,000 = 0.5 kg.
    # At 80 EUR/t that is 0.04.
    # Duty 10 % of price and freight. Capital 7.3 % x 5 / 365 = 0.1 %. Switching 3 of 12 million kWh.
    days_to_last_point = (dt.date(2027, 7, 1) - START).days
    price = (100 - 30 * FEE_DAY / days_to_last_point) * 1.1 * 0.95 * 0.9
    expected = LandedCost(price, 0.4, 0.1 * (price + 0.4), 0.001 * price, 0.04, 0.25, 0.1)
    assert cost == pytest.approx(expected, rel=1e-14)
    assert cost.total == pytest.approx(1.101 * price + 0.44 + 0.04 + 0.25, rel=1e-14)


@given(supplies)
def test_the_total_is_the_sum_of_its_parts_with_the_surcharge_once(supply):
    cost = supply.cost
    summed = cost.price + cost.freight + cost.duty + cost.transit_capital + cost.carbon + cost.switching
    assert cost.total == summed
    assert cost.surcharge <= cost.freight


def shipped(supplies: list[Supply], energy_wh: list[int]) -> LaneShipments:
    def floats(values: list[float]) -> np.ndarray:
        return np.array(values, dtype=float)

    return LaneShipments(
        day=np.array([supply.order.day for supply in supplies]),
        energy_wh=np.array(energy_wh),
        load_wh=np.array([supply.load_wh for supply in supplies]),
        eur_per_load=floats([supply.haul.eur_per_load for supply in supplies]),
        surcharge_eur_per_load=floats([supply.haul.surcharge_eur_per_load for supply in supplies]),
        kg_co2e_per_load=floats([supply.haul.kg_co2e_per_load for supply in supplies]),
        transit_days=floats([supply.haul.expected_days for supply in supplies]),
        gwh_per_year=floats([supply.order.gwh_per_year for supply in supplies]),
        price_factor=floats([supply.price_factor for supply in supplies]),
    )


@settings(max_examples=50)
@given(
    st.sampled_from(["far-plant", "near-plant"]),
    st.lists(st.tuples(supplies, st.integers(0, 10**9)), max_size=6),
)
def test_a_ledger_costs_what_its_offers_cost_to_the_last_bit(plant, rows):
    supplies = [supply._replace(plant=plant) for supply, _ in rows]
    costs = BOOK.shipment_costs(plant, "car", shipped(supplies, [energy for _, energy in rows]))
    one_by_one = [(supply.cost, energy / 1000) for supply, (_, energy) in zip(supplies, rows, strict=True)]
    for part in costs._fields:
        assert getattr(costs, part).tolist() == [getattr(cost, part) * kwh for cost, kwh in one_by_one]


@settings(max_examples=50)
@given(st.lists(supplies, min_size=1, max_size=4))
def test_the_total_of_a_ledger_is_the_sum_of_its_parts(supplies):
    of = [supply._replace(plant="far-plant") for supply in supplies]
    costs = BOOK.shipment_costs("far-plant", "car", shipped(of, [10**7] * len(of)))
    assert (
        costs.total.tolist()
        == (costs.price + costs.freight + costs.duty + costs.transit_capital + costs.carbon).tolist()
    )


def test_a_dearer_route_costs_its_difference_and_the_duty_on_it():
    cheap = cost_of(day=FEE_DAY)
    dear = cost_of(Haul(5200.0, 400.0, 2000.0, 5.0), day=FEE_DAY)
    # 4,000 EUR more a load of 4,000 kWh, and a tenth of it.
    assert dear.total - cheap.total == pytest.approx(1.1, rel=1e-12)


def test_a_switching_cost_without_volume_to_spread_it_over_is_infinite():
    assert cost_of(gwh_per_year=0.0, switching_eur=1.0).switching == math.inf
    assert cost_of(gwh_per_year=0.0).switching == 0.0


def test_a_load_is_a_container_only_where_the_route_needs_one_and_its_energy_is_known():
    world = scenario({"freight.container_mwh": {"nmc": 14.0}})
    assert load_wh(world, "nmc", containerised=False) == 4_000_000
    assert load_wh(world, "nmc", containerised=True) == 14_000_000
    assert load_wh(scenario(), "nmc", containerised=True) == 4_000_000
    with pytest.raises(BrokenInvariant, match="lfp"):
        load_wh(world, "lfp", containerised=False)


@pytest.mark.benchmark
def test_a_cost_book_takes_under_a_millisecond():
    world, calendar = scenario(), scenario().run.calendar()
    seconds = min(timeit.repeat(lambda: CostBook(world, calendar), number=10, repeat=20)) / 10
    one = min(timeit.repeat(cost_of, number=100, repeat=20)) / 100
    print(f"cost book {seconds * 1e6:.0f} us, landed cost {one * 1e6:.1f} us")
    assert seconds < 1e-3
