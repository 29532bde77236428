"""Landed cost, duty and emissions of a run, shipment by shipment from the scenario's own figures, and added up.

The far plant delivers from the continent over two roads and a ferry until the near one opens and takes over.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pytest

from sim.study.run import Run
from tests.builders import START, world
from tests.proofs.known.worlds import Document, runs
from tests.scenario.files import changed

KWH_PER_LOAD = 4_000
LOAD_TONNES = 24.0
FIRST_EUR, LATER_EUR, LATER = 100.0, 80.0, dt.date(2024, 7, 1)
COLUMNS = ("price_eur", "freight_eur", "duty_eur", "transit_capital_eur", "carbon_eur", "emissions_kg_co2e")


@dataclass(frozen=True)
class Tariffs:
    """What differs between the sets of figures."""

    duties: tuple[tuple[dt.date, float], ...]
    capital: float
    eur_per_t: float
    road_surcharge: float
    volume_factor: float
    switching_eur: float

    def document(self) -> Document:
        duties = {
            f"eu-uk-{start:%Y}": {"origin_zone": "eu", "destination_zone": "uk", "start": start, "rate": rate}
            for start, rate in self.duties
        }
        return changed(
            world(),
            {
                "run.end": dt.date(2027, 6, 30),
                "prices.europe-nmc.points": [
                    {"date": START, "eur_per_kwh": FIRST_EUR},
                    {"date": LATER, "eur_per_kwh": LATER_EUR},
                ],
                "prices.europe-nmc.factor": 1.1,
                "prices.europe-nmc.volume_steps": [
                    {"from_gwh_per_year": 0.5, "factor": self.volume_factor},
                    {"from_gwh_per_year": 2.0, "factor": 0.5},
                ],
                "plants.far-plant.price_factor": 0.97,
                "agreements.car-far.price_factor": 0.98,
                "duties": duties,
                "economics": {"cost_of_capital": self.capital, "eur_per_t_co2e": self.eur_per_t},
                "modes.road.dangerous_goods_factor": 1 + self.road_surcharge,
                "modes.ferry.dangerous_goods_factor": 1.5,
                "programmes.car.sourcing.switching_cost_eur": self.switching_eur,
            },
        )

    def price(self, plant: str, day: int) -> float:
        """EUR/kWh on a day: the region's curve x its factor x the volume's x the plant's x what was agreed."""
        gone = min(day / (LATER - START).days, 1.0)
        curve = FIRST_EUR + (LATER_EUR - FIRST_EUR) * gone
        own = 0.97 * 0.98 if plant == "far-plant" else 1.0
        return curve * 1.1 * self.volume_factor * own

    def freight(self, plant: str) -> float:
        """EUR/kWh: 1.5 EUR a km of road, 320 EUR the crossing, each with its surcharge."""
        road = 1.5 * (250 + 270 if plant == "far-plant" else 320) * (1 + self.road_surcharge)
        crossing = 320 * 1.5 if plant == "far-plant" else 0.0
        return (road + crossing) / KWH_PER_LOAD

    def kg_per_load(self, plant: str) -> float:
        if plant == "far-plant":
            return LOAD_TONNES * (0.078 * (250 + 270) + 0.46 * 42)
        return LOAD_TONNES * 0.078 * 320

    def duty_rate(self, plant: str, day: int) -> float:
        dates = [rate for start, rate in self.duties if (start - START).days <= day]
        return dates[-1] if dates and plant == "far-plant" else 0.0

    def parts(self, plant: str, day: int, days: float) -> tuple[float, float, float, float, float]:
        """EUR/kWh of a load that leaves on a day and takes so many days: price, freight, duty, capital, carbon."""
        price, freight = self.price(plant, day), self.freight(plant)
        duty = self.duty_rate(plant, day) * (price + freight)
        capital = price * self.capital * days / 365
        carbon = self.kg_per_load(plant) / KWH_PER_LOAD * self.eur_per_t / 1000
        return price, freight, duty, capital, carbon


SETS = [
    Tariffs(
        duties=((dt.date(2022, 1, 1), 0.03), (dt.date(2024, 1, 1), 0.1)),
        capital=0.08,
        eur_per_t=85.0,
        road_surcharge=0.3,
        volume_factor=0.95,
        switching_eur=2e6,
    ),
    Tariffs(duties=(), capital=0.0, eur_per_t=0.0, road_surcharge=0.0, volume_factor=1.0, switching_eur=7e5),
    Tariffs(
        duties=((dt.date(2020, 1, 1), 1.0),),
        capital=0.25,
        eur_per_t=250.0,
        road_surcharge=1.0,
        volume_factor=0.8,
        switching_eur=0.0,
    ),
]


def rows(run: Run, table: str) -> list[dict[str, Any]]:
    found = run.tables()[table]
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows()]


@pytest.fixture(scope="module", params=SETS, ids=["all", "price and freight", "steep"])
def made(request):
    [run] = runs(request.param.document(), 1, 1)
    assert {s.plant for s in run.result.record.shipments} == {"far-plant", "near-plant"}
    return request.param, run


def test_every_shipment_costs_and_emits_what_was_worked_out_by_hand(made, proof):
    tariffs, run = made
    furthest = 0.0
    for row in rows(run, "shipments"):
        plant, day = row["plant"], (row["departure_date"] - START).days
        kwh = row["loads"] * KWH_PER_LOAD
        by_hand = [part * kwh for part in tariffs.parts(plant, day, row["transit_days"])]
        by_hand.append(tariffs.kg_per_load(plant) * row["loads"])
        for column, figure in zip(COLUMNS, by_hand, strict=True):
            furthest = max(furthest, abs(row[column] - figure) / max(figure, 1.0))
    proof(
        f"ledger, duties {len(tariffs.duties)}, capital {tariffs.capital:g}: shipments, furthest from those by hand",
        f"{furthest:.1e}",
        "1e-12",
    )
    assert furthest < 1e-12


def test_the_ledgers_add_up(made, proof):
    """Parts of landed cost to their sum exactly; ledger, flows and measures to the same totals but for rounding."""
    tariffs, run = made
    measures = {name.removeprefix("programme.car."): value for name, value in run.measures.items()}
    received = [row for row in rows(run, "shipments") if row["received"]]
    ledger = sorted(rows(run, "ledger"), key=lambda row: row["part"])
    by_part = {
        part: sum(row["cost_eur"] for row in of) for part, of in groupby(ledger, lambda row: row["part"])
    }
    shipped = {part: sum(row[f"{part}_eur"] for row in received) for part in by_part if part != "switching"}
    total = sum(by_part.values())
    cost_parts = ("price", "freight", "duty", "transit_capital", "carbon", "switching")
    out = {
        "ledger less shipments": sum(abs(by_part[part] - eur) for part, eur in shipped.items()) / total,
        "ledger less measured cost": abs(measures["total_cost_eur_million"] * 1e6 - total) / total,
        "flows less freight": abs(sum(row["freight_eur"] for row in rows(run, "flows")) - by_part["freight"])
        / total,
        "flows less emissions": abs(
            sum(row["emissions_t_co2e"] for row in rows(run, "flows")) / measures["emissions_t_co2e"] - 1
        ),
    }
    for what, figure in out.items():
        proof(
            f"ledger, duties {len(tariffs.duties)}, capital {tariffs.capital:g}: {what}",
            f"{figure:.1e}",
            "1e-12",
        )
    assert max(out.values()) < 1e-12
    assert by_part.get("switching", 0.0) == tariffs.switching_eur
    assert measures["landed_cost_eur_per_kwh"] == sum(measures[f"{part}_eur_per_kwh"] for part in cost_parts)


def test_a_review_weighs_the_landed_cost_that_was_worked_out_by_hand(made):
    """In the middle of its 36 months from the day on which an unknown plant could supply, 18 months on."""
    tariffs, run = made
    review = run.result.record.reviews[0]
    day = round(18 * 365.25 / 12) + round(36 * 365.25 / 12) // 2
    transit = {"far-plant": (250 + 270) / 650 + 42 / 700 + 0.1, "near-plant": 320 / 650}
    for candidate in review.ranking:
        parts = tariffs.parts(candidate.plant, day, transit[candidate.plant])
        agreed = (
            candidate.price_eur_per_kwh, candidate.freight_eur_per_kwh, candidate.duty_eur_per_kwh,
            candidate.transit_capital_eur_per_kwh, candidate.carbon_eur_per_kwh,
        )  # fmt: skip
        assert agreed == pytest.approx(parts, rel=1e-12)
        switching = tariffs.switching_eur / 6e6 if candidate.plant == "near-plant" else 0.0
        assert candidate.switching_eur_per_kwh == pytest.approx(switching, rel=1e-9)
        assert candidate.landed_cost_eur_per_kwh == pytest.approx(sum(parts) + switching, rel=1e-9)


def test_take_or_pay_is_the_price_of_what_was_not_called_off(proof):
    """80 % of 2 GWh have to be taken; what is short of it at the end of an agreement year is paid for at that day's price."""
    tariffs = SETS[0]
    document = changed(
        tariffs.document(),
        {
            "programmes.car.sourcing.policy": {"kind": "stay"},
            "agreements.car-far.minimum_take": 0.8,
            "agreements.car-far.contracted_gwh_per_year": 2.0,
        },
    )
    [run] = runs(document, 1, 1)
    payments, call_offs = run.result.record.payments, run.result.record.call_offs
    assert [payment.day for payment in payments] == [365 * year for year in range(1, 7)]
    furthest = 0.0
    for year, payment in enumerate(payments):
        called = sum(c.energy_wh for c in call_offs if 365 * year <= c.day < 365 * (year + 1)) / 1000
        by_hand = (0.8 * 2e6 - called) * tariffs.price("far-plant", payment.day)
        furthest = max(furthest, abs(payment.eur / by_hand - 1))
    proof("take-or-pay: furthest from that by hand", f"{furthest:.1e}", "1e-12")
    assert furthest < 1e-12
