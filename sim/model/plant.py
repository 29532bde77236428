"""A cell plant in one replication: its capacity by step, and its stock by the whole rule of allocation."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import floor_differences
from sim.core.calendar import Calendar
from sim.core.errors import BrokenInvariant
from sim.core.records import PlantSeries
from sim.core.units import DAYS_PER_YEAR, WH_PER_GWH
from sim.core.windows import OutageWindow
from sim.model.lane import Lane
from sim.model.programme import Programme
from sim.rules.allocation import Claim, allocate
from sim.rules.output import PhaseOutput, lots
from sim.scenario.types.numbers import certain
from sim.scenario.types.plants import BackgroundSpec, PlantSpec
from sim.trade.tables import CLOSED, RULES, TradeTables


class Background:
    """Yearly bookings by day, straight between dated points and constant beyond them, times the drawn factor."""

    def __init__(self, spec: BackgroundSpec | None, calendar: Calendar) -> None:
        points = (
            sorted((calendar.day_of(p.date), p.gwh_per_year) for p in spec.points)
            if spec is not None
            else [(0, 0.0)]
        )
        factor = certain(spec.factor) if spec is not None else 0.0
        self._days = [float(day) for day, _ in points]
        self._wh_per_year = [gwh * WH_PER_GWH * factor for _, gwh in points]

    def wh_per_year(self, day: int) -> float:
        """Bookings on a day, Wh a year."""
        days, bookings = self._days, self._wh_per_year
        after = bisect_right(days, day)
        if after == 0:
            return bookings[0]
        if after == len(days):
            return bookings[-1]
        start, end, low, high = days[after - 1], days[after], bookings[after - 1], bookings[after]
        return low + (high - low) * (day - start) / (end - start)

    def lots(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """Call-offs in each step, Wh: floor differences of the area under the curve (trapezoids of a day)."""
        if not any(self._wh_per_year):
            return np.zeros(len(edges), dtype=np.int64)
        rate = np.interp(np.arange(edges[-1] + 1), self._days, self._wh_per_year) / DAYS_PER_YEAR
        area = np.concatenate([[0.0], np.cumsum((rate[1:] + rate[:-1]) / 2)])[edges]
        return floor_differences(area)


BACKGROUND = "~background"
"""Id of the customers outside the scenario among a plant's claims; sorts after every programme."""


class CellPlant:
    """The plant's side of its row in the tables. Its life (openings, decisions, slips) is in `growth.py`."""

    def __init__(
        self, plant_id: str, spec: PlantSpec, tables: TradeTables, row: int, background: Background
    ) -> None:
        self.id = plant_id
        self.spec = spec
        self.row = row
        self.edges = tables.edges
        self.background = background
        self.opening_stock_wh = 0
        self.nameplate_wh = np.zeros(len(self.edges))
        self.steps = tables.plant_steps[row]
        self.steps["background_wh"] = background.lots(self.edges)
        self._tables = tables
        self._own = tables.plants[row]
        self._own["rule"] = RULES.index(spec.allocation)
        self._own["background_priority"] = spec.background.priority if spec.background else 0
        self._good = np.zeros(len(self.edges))
        self._gross = np.zeros(len(self.edges))

    def add_phases(self, phases: Sequence[PhaseOutput], windows: Sequence[OutageWindow]) -> None:
        """Capacity of phases from their SOP on; `windows` are outages (start, end, remaining share)."""
        if not phases:
            return
        for phase in phases:
            good, gross = phase.cumulative(self.edges, windows)
            self._good += good
            self._gross += gross
            self.nameplate_wh[np.searchsorted(self.edges, phase.sop_day) :] += phase.nameplate_wh_per_year
        capacity = lots(self._good)
        daily_wh = capacity[1:] / (self.edges[1:] - self.edges[:-1])
        self.steps["capacity_wh"] = capacity
        self.steps["stock_cap_wh"][1:] = np.floor(daily_wh * certain(self.spec.finished_goods_days))

    def open_with_stock(self) -> None:
        """A plant that has run before the first day starts with its finished-goods cap in stock."""
        if len(self.steps) > 1 and self._good[0] > 0:
            self.opening_stock_wh = int(self.steps["stock_cap_wh"][1])
            self._own["stock_wh"] = self.opening_stock_wh

    def allocate(self, step: int, lanes: Sequence[Lane], programmes: Sequence[Programme]) -> None:
        """Share out the stock by the whole rule, among the plant's lanes whose route is open and outside customers.

        Both sequences are in order of the programmes' ids.
        """
        tables, day, background_wh = (
            self._tables,
            int(self.edges[step]),
            int(self.steps["background_wh"][step]),
        )
        waiting = [
            (lane, programme)
            for lane, programme in zip(lanes, programmes, strict=True)
            if lane.backlog_loads and tables.lanes["route"][lane.row] != CLOSED
        ]
        claims = [self._claim(lane, programme, day) for lane, programme in waiting]
        if background_wh:
            priority = int(self._own["background_priority"])
            claims.append(Claim(BACKGROUND, background_wh, 1, priority, background_wh))
        granted = allocate(self.spec.allocation, int(self._own["stock_wh"]), claims)
        for (lane, _), loads in zip(waiting, granted, strict=False):
            tables.lanes["granted_loads"][lane.row] = loads
        self._own["granted_wh"] = granted[-1] if background_wh else 0
        self._own["allocated_step"] = step

    def _claim(self, lane: Lane, programme: Programme, day: int) -> Claim:
        """Open call-offs of a programme, with what is contracted for the time since its last shipment."""
        yearly = int(programme.forecast.next_year_wh(day) * programme.share_booked(self.id, day))
        since = day - int(self._tables.lanes["last_shipped_day"][lane.row])
        return Claim(
            id=programme.id,
            loads=lane.backlog_loads,
            load_wh=lane.load_wh,
            priority=programme.priority_at(self.id),
            contracted_wh=yearly * since // DAYS_PER_YEAR,
        )

    def series(self, called_wh: NDArray[np.int64]) -> PlantSeries:
        """The plant's series by step, with what was called off in each, shape (steps + 1,).

        Raises BrokenInvariant where its stock or backlog is not what they add up to.
        """
        capacity, made, served, shipped = (
            self.steps[column].copy() for column in ("capacity_wh", "made_wh", "served_wh", "shipped_wh")
        )
        stock = self.opening_stock_wh + np.cumsum(made - served - shipped)
        backlog = np.cumsum(called_wh - shipped)
        live, summed = (
            (int(self._own["stock_wh"]), int(self._own["backlog_wh"])),
            (int(stock[-1]), int(backlog[-1])),
        )
        if summed != live:
            message = f"plant {self.id}: stock and backlog of {live} Wh, by its flows {summed}"
            raise BrokenInvariant(message)
        scrap = lots(self._gross - self._good) * (made / np.maximum(capacity, 1))
        return PlantSeries(
            nameplate_wh_per_year=np.rint(self.nameplate_wh).astype(np.int64),
            capacity_wh=capacity,
            made_wh=made,
            scrap_wh=np.rint(scrap).astype(np.int64),
            background_wh=served,
            shipped_wh=shipped,
            stock_wh=stock,
            backlog_wh=backlog,
        )
