"""What measures and tables of a run are computed from, prepared once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.calendar import Calendar
from sim.core.records import RunRecord
from sim.rules.landed_cost import CostBook
from sim.rules.ledger import ShipmentLedger, shipment_ledger
from sim.rules.shipments import ShipmentColumns, Whole, shipment_columns
from sim.rules.supply import Series, booked_wh_per_year, shares
from sim.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run's record beside the realised scenario it came from, its shipments as columns and their money.

    Volumes, money and emissions count what was received within the run; `delivered` and its ledger hold these shipments.
    """

    record: RunRecord
    scenario: Scenario
    calendar: Calendar
    programmes: tuple[str, ...]
    """Ids in order; the columns' positions point here."""
    plants: tuple[str, ...]
    edges: Whole
    shipments: ShipmentColumns
    ledger: ShipmentLedger
    delivered: ShipmentColumns
    delivered_ledger: ShipmentLedger
    held: dict[tuple[str, str], Series]
    """Share of supply by (programme, plant) and step."""
    booked: dict[str, Series]
    """Booked volume by plant and step, Wh a year."""

    @property
    def horizon(self) -> int:
        """Last day of the run."""
        return self.record.step_edges[-1]

    @property
    def step_days(self) -> Whole:
        """Length of each step in days, shape (steps + 1,); 0 for the opening."""
        return np.diff(self.edges, prepend=self.edges[0])

    def by_lane(self, of_delivered: NDArray[np.float64] | Whole) -> NDArray[np.float64]:
        """Sums over delivered shipments, shape (programmes, plants). Whole numbers stay exact below 2 ** 53."""
        lanes = self.delivered.programme * len(self.plants) + self.delivered.plant
        cells = len(self.programmes) * len(self.plants)
        return np.bincount(lanes, of_delivered, cells).reshape(len(self.programmes), len(self.plants))

    def by_programme(self, of_delivered: NDArray[np.float64] | Whole) -> NDArray[np.float64]:
        """Sums over delivered shipments, shape (programmes,)."""
        return np.bincount(self.delivered.programme, of_delivered, len(self.programmes))


def run_facts(record: RunRecord, scenario: Scenario, costs: CostBook) -> RunFacts:
    """Prepare a run: `scenario` is the realised one that the record came from, `costs` its cost book."""
    calendar = scenario.run.calendar()
    shipments = shipment_columns(record)
    money = shipment_ledger(shipments, record, scenario, costs)
    received = shipments.arrival_day <= record.step_edges[-1]
    held = shares(record)
    return RunFacts(
        record=record,
        scenario=scenario,
        calendar=calendar,
        programmes=tuple(sorted(record.programmes)),
        plants=tuple(sorted(record.plants)),
        edges=np.asarray(record.step_edges),
        shipments=shipments,
        ledger=money,
        delivered=shipments.where(received),
        delivered_ledger=money.where(received),
        held=held,
        booked=booked_wh_per_year(record, held, scenario.plants, calendar),
    )
