"""A programme in one replication: its plan, its commitments, and how far ahead it orders."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.core.errors import BrokenInvariant
from sim.core.records import ProgrammeSeries
from sim.core.units import DAYS_PER_WEEK, DAYS_PER_YEAR
from sim.scenario.types.numbers import certain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.model.commitment import Commitment
    from sim.model.lane import Lane
    from sim.sample.demand import DemandCurve, DemandPath
    from sim.scenario.types.programmes import ProgrammeSpec
    from sim.trade.tables import TradeTables


class Forecast:
    """Cumulative need of a programme by day, in whole Wh, from day 0 to `last_day`; straight beyond it."""

    __slots__ = ("_last", "_last_rate_wh", "by_day", "by_day_wh")

    def __init__(self, curve: DemandCurve, wh_per_vehicle: int, last_day: int) -> None:
        area = curve.cumulative_by_day(last_day) * wh_per_vehicle
        self.by_day: NDArray[np.int64] = np.floor(area, out=area).astype(np.int64)
        self.by_day_wh: memoryview[int] = self.by_day.data
        """The same; a day of it is had three times as fast."""
        self._last = last_day
        self._last_rate_wh: int = self.by_day_wh[last_day] - self.by_day_wh[last_day - 1]

    def cumulative_wh(self, day: int) -> int:
        """Need from day 0 to the end of `day`, Wh."""
        if day <= self._last:
            return self.by_day_wh[day]
        return self.by_day_wh[self._last] + (day - self._last) * self._last_rate_wh

    def need_wh(self, first_day: int, end_day: int) -> int:
        """Need from one day to another, Wh."""
        return self.cumulative_wh(end_day) - self.cumulative_wh(first_day)

    def wh_per_year(self, first_day: int, end_day: int) -> float:
        """Mean yearly need between two days, Wh."""
        return self.need_wh(first_day, end_day) * DAYS_PER_YEAR / (end_day - first_day)

    def need_ahead_wh(self, day: int, length_days: int) -> int:
        """Need of the `length_days` after a day, Wh."""
        end_day = day + length_days
        if end_day <= self._last:
            return self.by_day_wh[end_day] - self.by_day_wh[day]
        return self.need_wh(day, end_day)

    def next_year_wh(self, day: int) -> int:
        """Need of the 365 days after a day, Wh."""
        return self.need_ahead_wh(day, DAYS_PER_YEAR)

    def rates_wh_per_year(self, days: NDArray[np.int64]) -> NDArray[np.float64]:
        """Yearly rate of the need of the day after each of `days`, Wh."""
        return (self.by_day[days + 1] - self.by_day[days]).astype(np.float64) * DAYS_PER_YEAR


class Programme:
    """The programme's side of its row in the tables. How it chooses suppliers is in `sourcing.py`."""

    def __init__(
        self,
        programme_id: str,
        spec: ProgrammeSpec,
        demand: DemandPath,
        forecast: Forecast,
        wh_per_vehicle: int,
        tables: TradeTables,
        row: int,
    ) -> None:
        self.id = programme_id
        self.spec = spec
        self.forecast = forecast
        self.edges = tables.edges
        self.step_days = int(self.edges[1] - self.edges[0])
        self.wh_per_vehicle = wh_per_vehicle
        self.wanted = demand.wanted_vehicles
        self.outage = demand.outage_vehicles
        self.commitments: list[Commitment] = []
        """Commitments with a share now or later, by agreement id."""
        self.has_new_book = True
        """Commitments have been entered or struck since the trade last looked."""
        self.lanes: dict[str, Lane] = {}
        self.safety_days = certain(spec.safety_days)
        self.steps = tables.programme_steps[row]
        self._own = tables.programmes[row]
        self._owed_loads = tables.lanes["backlog_loads"][row :: len(tables.programmes)]
        tables.needs[row] = forecast.by_day
        self._open_books()

    def _open_books(self) -> None:
        """Write down what the programme is to build, and by which rules."""
        spec, own, steps, made_up = self.spec, self._own, self.steps, self.spec.shortfall == "made-up"
        own["made_up"], own["wh_per_vehicle"] = made_up, self.wh_per_vehicle
        own["call_off_steps"], own["safety_days"] = spec.call_off_steps, self.safety_days
        own["overtime_share"] = certain(spec.overtime_share)
        limit, weeks = spec.sourcing.triggers.service_fill_rate, spec.sourcing.triggers.service_weeks
        own["service_limit"] = -math.inf if limit is None else limit
        own["service_steps"] = -(-weeks * DAYS_PER_WEEK // self.step_days)
        steps["wanted"], steps["outage"] = self.wanted, self.outage
        steps["built"] = steps["wanted"] - steps["outage"]
        if made_up:
            steps["owed_limit"] = self._overtime_of_a_year(steps["wanted"])

    def _overtime_of_a_year(self, wanted: NDArray[np.int64]) -> NDArray[np.float64]:
        """What can be made up within a year from each step on: customers who would have to wait longer go elsewhere."""
        steps = round(DAYS_PER_YEAR / self.step_days)
        total = np.cumsum(np.concatenate((wanted, np.zeros(steps, dtype=np.int64))))
        ahead = (total[steps:] - total[:-steps]).astype(np.float64)
        return np.floor(ahead * certain(self.spec.overtime_share))

    def is_overdue(self, plant: str, day: int) -> bool:
        """Whether a plant owes loads for longer than the safety stock lasts."""
        return self.lanes[plant].is_overdue(day, self.safety_days)

    def plants_that_owe(self) -> list[str]:
        """Plants that have not shipped all that was called off, by id."""
        return [plant for plant, loads in zip(self.lanes, self._owed_loads.tolist(), strict=True) if loads]

    def book_changed(self) -> None:
        """Commitments have been entered or struck."""
        self.has_new_book = True

    def shares_changed(self) -> None:
        """Who supplies, and how far ahead to order, is to be looked up anew."""
        self._own["shares_stale"] = self._own["cover_stale"] = 1

    def priority_at(self, plant: str) -> int:
        """The best priority of its agreements with a plant."""
        return min((c.priority for c in self.commitments if c.plant == plant), default=9)

    def share_booked(self, plant: str, day: int) -> float:
        """Share of its need that it has booked at a plant on a day."""
        share = 0.0
        for commitment in self.commitments:
            if commitment.plant == plant:
                share += commitment.share_on(day)
        return share

    def series(self, received_wh: NDArray[np.int64]) -> ProgrammeSeries:
        """The programme's series by step, with what it received in each, shape (steps + 1,).

        Raises BrokenInvariant where its stock is not what they add up to.
        """
        built = self.steps["built"].copy()
        stock = self._own["opening_stock_wh"] + np.cumsum(received_wh - built * self.wh_per_vehicle)
        if stock[-1] != self._own["stock_wh"]:
            message = f"programme {self.id}: a stock of {self._own['stock_wh']} Wh, by its flows {stock[-1]}"
            raise BrokenInvariant(message)
        return ProgrammeSeries(
            wanted_vehicles=self.wanted,
            built_vehicles=built,
            short_vehicles=self.steps["short"].copy(),
            outage_vehicles=self.outage,
            owed_vehicles=self.steps["owed"].copy(),
            received_wh=received_wh,
            stock_wh=stock,
            forecast_wh_per_year=self.forecast.rates_wh_per_year(self.edges),
        )
