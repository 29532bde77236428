"""The ledger of a run: what each shipment cost by part, and what it emitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.core.records import RunRecord
from sim.core.units import WH_PER_GWH
from sim.rules.facts import RunFacts
from sim.rules.landed_cost import CostBook, LaneShipments
from sim.rules.shipments import ShipmentColumns
from sim.scenario.types.numbers import certain
from sim.scenario.types.scenario import Scenario

PARTS: Final = ("price", "freight", "duty", "transit_capital", "carbon")
"""Parts of a shipment's cost, in the order of the ledger. Switching is paid outside of shipments."""

Amounts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ledger:
    """EUR and emissions of shipments, in the order of their columns."""

    eur: dict[str, Amounts]
    """By part, in the order of `PARTS`, each of shape (shipments,)."""
    kg_co2e: Amounts
    """Shape (shipments,)."""


def shipment_ledger(facts: RunFacts, shipments: ShipmentColumns, costs: CostBook) -> Ledger:
    """Cost of shipments: price and duty of the day of departure, freight of the route, days taken."""
    lines = _lines(facts, shipments)
    eur = {part: np.zeros(len(shipments.loads)) for part in PARTS}
    lanes = shipments.programme * len(facts.plants) + shipments.plant
    for lane, (programme, plant) in enumerate(product(facts.programmes, facts.plants)):
        of_lane = np.flatnonzero(lanes == lane)
        if len(of_lane):
            shipped = LaneShipments._make(line[of_lane] for line in lines)
            found = costs.shipment_costs(plant, programme, shipped)
            for part, amounts in eur.items():
                amounts[of_lane] = getattr(found, part)
    return Ledger(eur, lines.kg_co2e_per_load * shipments.loads)


def _lines(facts: RunFacts, shipments: ShipmentColumns) -> LaneShipments:
    """All shipments as the cost book wants to see those of a lane."""
    routes = facts.record.routes
    tariffs = np.array([(r.eur_per_load, r.surcharge_eur_per_load, r.kg_co2e_per_load) for r in routes])
    eur, surcharge, kg = tariffs.reshape(-1, 3).T[:, shipments.route]
    return LaneShipments(
        day=shipments.departure_day,
        energy_wh=shipments.energy_wh,
        load_wh=shipments.energy_wh // shipments.loads,
        eur_per_load=eur,
        surcharge_eur_per_load=surcharge,
        kg_co2e_per_load=kg,
        transit_days=shipments.transit_days.astype(np.float64),
        gwh_per_year=_agreed_gwh_per_year(facts, shipments),
        price_factor=_by_agreement(shipments, _price_factors(facts.record, facts.scenario), 1.0),
    )


def _agreed_gwh_per_year(facts: RunFacts, shipments: ShipmentColumns) -> Amounts:
    """Yearly volume by which prices step: forecast at departure x the greatest share of the agreement.

    The greatest, so that the months of phasing in and out are priced like the rest of the agreement. Zeros
    where no price steps with volume.
    """
    if not any(price.volume_steps for price in facts.scenario.prices.values()):
        return np.zeros(len(shipments.loads))
    greatest: dict[str, float] = {}
    for period in facts.record.periods:
        greatest[period.agreement] = max(period.share, greatest.get(period.agreement, 0.0))
    forecasts = np.concatenate([*facts.forecasts.values()])
    at = shipments.programme * len(facts.edges) + facts.steps_of(shipments.departure_day)
    volume: Amounts = forecasts[at] * _by_agreement(shipments, greatest, 0.0) / WH_PER_GWH
    return volume


def _price_factors(record: RunRecord, scenario: Scenario) -> dict[str, float]:
    """Agreed price as a multiple of the plant's: as in the scenario, else as in the agreement's periods."""
    factors = {period.agreement: period.price_factor for period in record.periods}
    return factors | {id_: certain(spec.price_factor) for id_, spec in scenario.agreements.items()}


def _by_agreement(shipments: ShipmentColumns, values: Mapping[str, float], default: float) -> Amounts:
    """Each shipment's value of its agreement; the default where that began on the last day."""
    of_agreements = np.array([values.get(agreement, default) for agreement in shipments.agreements])
    return of_agreements[shipments.agreement]
