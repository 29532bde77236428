"""What measures and tables of a run are computed from, prepared once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import Floats, IntArray, whole
from sim.core.calendar import Calendar
from sim.core.records import RunRecord
from sim.rules.shipments import ShipmentColumns, shipment_columns
from sim.rules.supply import background_bookings, booked_wh_per_year, held_shares
from sim.scenario.types.scenario import Scenario


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run's record beside the realised scenario it came from, and what is computed of both.

    Volumes, money and emissions count what was received within the run: `delivered` holds these shipments.
    """

    record: RunRecord
    scenario: Scenario
    calendar: Calendar
    programmes: tuple[str, ...]
    """Ids in order; the columns' positions point here."""
    plants: tuple[str, ...]
    edges: IntArray
    step_days: IntArray
    """Length of each step in days, shape (steps + 1,); 0 for the opening."""
    shipments: ShipmentColumns
    delivered: ShipmentColumns
    forecasts: dict[str, Floats]
    """Each programme's forecast of its need by step, Wh a year."""
    held: dict[tuple[str, str], Floats]
    """Share of supply by (programme, plant) and step."""
    booked: dict[str, Floats]
    """Booked volume by plant and step, Wh a year."""

    def __repr__(self) -> str:
        return f"<RunFacts of {len(self.programmes)} programmes and {len(self.plants)} plants>"

    @property
    def horizon(self) -> int:
        """Last day of the run."""
        return self.record.step_edges[-1]

    def by_lane(self, of_delivered: NDArray[np.float64] | IntArray) -> NDArray[np.float64]:
        """Sums over delivered shipments, shape (programmes, plants); whole sums are exact below 2 ** 53."""
        lanes = self.delivered.programme * len(self.plants) + self.delivered.plant
        cells = len(self.programmes) * len(self.plants)
        weights = np.asarray(of_delivered, dtype=np.float64)
        sums = np.bincount(lanes, weights, cells).astype(np.float64)
        return sums.reshape(len(self.programmes), len(self.plants))

    def by_programme(self, of_delivered: NDArray[np.float64] | IntArray) -> NDArray[np.float64]:
        """Sums over delivered shipments, shape (programmes,)."""
        weights = np.asarray(of_delivered, dtype=np.float64)
        return np.bincount(self.delivered.programme, weights, len(self.programmes)).astype(np.float64)

    def steps_of(self, days: IntArray) -> IntArray:
        """Step in which each day lies: k where edges[k-1] < day <= edges[k].

        Day 0 counts to the first step, a day after the horizon to the last.
        """
        return np.clip(np.searchsorted(self.edges, days), 1, len(self.edges) - 1)

    def planned_capacity_wh_per_year(self, plant: str) -> Floats:
        """Nameplate in place times the utilisation that buyers count on, by step."""
        nameplate = self.record.plants[plant].nameplate_wh_per_year.astype(np.float64)
        return nameplate * self.scenario.plants[plant].planned_oee


def run_facts(record: RunRecord, scenario: Scenario) -> RunFacts:
    """Prepare a run: `scenario` is the realised one that the record came from."""
    shipments = shipment_columns(record)
    programmes = sorted(record.programmes.items())
    forecasts = {id_: series.forecast_wh_per_year for id_, series in programmes}
    edges = whole(record.step_edges)
    held = held_shares(record)
    return RunFacts(
        record=record,
        scenario=scenario,
        calendar=scenario.run.calendar(),
        programmes=tuple(forecasts),
        plants=tuple(sorted(record.plants)),
        edges=edges,
        step_days=np.diff(edges, prepend=0),
        shipments=shipments,
        delivered=shipments.take(np.flatnonzero(shipments.arrival_day <= record.step_edges[-1])),
        forecasts=forecasts,
        held=held,
        booked=booked_wh_per_year(held, forecasts, background_bookings(scenario, edges)),
    )
