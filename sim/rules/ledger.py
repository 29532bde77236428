"""The ledger of a run: what each shipment cost by part, and what it emitted."""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.core.records import RunRecord
from sim.core.units import WH_PER_GWH
from sim.rules.landed_cost import CostBook, Ledger
from sim.rules.shipments import ShipmentColumns, Whole
from sim.scenario.numbers import certain
from sim.scenario.scenario import Scenario

PARTS: Final = ("price", "freight", "duty", "transit_capital", "carbon")
"""Parts of a shipment's cost, in the order of the ledger's rows. What a switch costs is paid outside of shipments."""

Amounts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ShipmentLedger:
    """EUR and emissions of shipments, in the order of their columns."""

    eur: Amounts
    """Shape (parts, shipments), parts as in `PARTS`."""
    kg_co2e: Amounts
    """Shape (shipments,)."""

    def where(self, mask: NDArray[np.bool_]) -> "ShipmentLedger":
        """The shipments for which the mask, shape (shipments,), holds."""
        return ShipmentLedger(self.eur[:, mask], self.kg_co2e[mask])


def shipment_ledger(
    shipments: ShipmentColumns, record: RunRecord, scenario: Scenario, costs: CostBook
) -> ShipmentLedger:
    """Price every shipment: at the price and duty of its departure, its route's freight, and the days it took."""
    lines = _lines(shipments, record, scenario)
    eur = np.zeros((len(PARTS), len(shipments.loads)))
    plants = sorted(record.plants)
    lanes = shipments.programme * len(plants) + shipments.plant
    for lane, (programme, plant) in enumerate(product(sorted(record.programmes), plants)):
        of_lane = np.flatnonzero(lanes == lane)
        if len(of_lane):
            found = costs.shipment_costs(plant, programme, Ledger(*(column[of_lane] for column in lines)))
            eur[:, of_lane] = [getattr(found, part) for part in PARTS]
    return ShipmentLedger(eur, lines.kg_co2e_per_load * shipments.loads)


def _lines(shipments: ShipmentColumns, record: RunRecord, scenario: Scenario) -> Ledger:
    """All shipments as the cost book wants to see them."""
    tariffs = np.array([(r.eur_per_load, r.surcharge_eur_per_load, r.kg_co2e_per_load) for r in record.routes])
    eur, surcharge, kg = tariffs.reshape(-1, 3).T[:, shipments.route]
    return Ledger(
        day=shipments.departure_day,
        energy_wh=shipments.energy_wh,
        load_wh=shipments.energy_wh // shipments.loads,
        eur_per_load=eur,
        surcharge_eur_per_load=surcharge,
        kg_co2e_per_load=kg,
        transit_days=shipments.transit_days.astype(np.float64),
        gwh_per_year=_agreed_gwh_per_year(shipments, record),
        price_factor=_price_factors(shipments.agreements, record, scenario)[shipments.agreement],
    )


def _agreed_gwh_per_year(shipments: ShipmentColumns, record: RunRecord) -> Amounts:
    """Yearly volume by which the price steps: the programme's forecast at departure times the agreement's greatest share.

    The greatest, so that the months of phasing in and out are priced like the rest of the agreement.
    """
    greatest = dict.fromkeys(shipments.agreements, 0.0)
    for period in record.periods:
        greatest[period.agreement] = max(period.share, greatest.get(period.agreement, 0.0))
    shares = np.array([greatest[agreement] for agreement in shipments.agreements])
    forecasts = np.array([record.programmes[id_].forecast_wh_per_year for id_ in sorted(record.programmes)])
    steps = steps_of(shipments.departure_day, record.step_edges)
    return forecasts[shipments.programme, steps] * shares[shipments.agreement] / WH_PER_GWH


def steps_of(days: Whole, edges: list[int]) -> Whole:
    """Step in which each day lies: k where edges[k-1] < day <= edges[k]; the first for day 0, the last beyond the horizon."""
    return np.clip(np.searchsorted(edges, days), 1, len(edges) - 1)


def _price_factors(agreements: tuple[str, ...], record: RunRecord, scenario: Scenario) -> Amounts:
    """Agreed price as a multiple of the plant's by agreement: as stated in the scenario, else as in its periods, else 1."""
    factors = {period.agreement: period.price_factor for period in record.periods}
    factors |= {id_: certain(spec.price_factor) for id_, spec in scenario.agreements.items()}
    return np.array([factors.get(agreement, 1.0) for agreement in agreements])
