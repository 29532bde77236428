"""A cell plant in one replication: what it makes, keeps, rations and ships step by step."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import BrokenInvariant
from sim.core.records import PlantSeries
from sim.core.units import DAYS_PER_YEAR
from sim.core.whole import floors, whole
from sim.model.background import Background
from sim.model.lane import Lane
from sim.rules.allocation import Claim, allocate, share_by_call_offs, share_by_contract
from sim.rules.output import PhaseOutput, Window, lots
from sim.scenario.numbers import certain
from sim.scenario.plants import PlantSpec

_record = tuple.__new__
BACKGROUND = "~background"
"""Id of the customers outside the scenario among a plant's claims; sorts after every programme."""


class CellPlant:
    """Stock, backlog and capacity of a plant. Its life (openings, decisions, slips) is in `growth.py`."""

    def __init__(
        self, plant_id: str, spec: PlantSpec, edges: NDArray[np.int64], background: Background
    ) -> None:
        steps = len(edges)
        self.id = plant_id
        self.spec = spec
        self.rule = spec.allocation
        self.edges = edges
        self.lanes: list[Lane] = []
        self.background = background
        self.background_wh = background.lots(edges)
        self.capacity_wh: list[int] = [0] * steps
        self.stock_cap_wh: list[int] = [0] * steps
        self.nameplate_wh = np.zeros(steps)
        self.made_wh: list[int] = [0] * steps
        self.served_wh: list[int] = [0] * steps
        self.shipped_wh: list[int] = [0] * steps
        self.stock_wh = 0
        self.opening_stock_wh = 0
        self.backlog_wh = 0
        self._good = np.zeros(steps)
        self._gross = np.zeros(steps)

    def add_phases(self, phases: Sequence[PhaseOutput], windows: Sequence[Window]) -> None:
        """Capacity of phases from their SOP on; `windows` are outages (start, end, remaining share)."""
        if not phases:
            return
        for phase in phases:
            good, gross = phase.cumulative(self.edges, windows)
            self._good += good
            self._gross += gross
            self.nameplate_wh[np.searchsorted(self.edges, phase.sop_day) :] += phase.nameplate_wh_per_year
        capacity = lots(self._good)
        lengths = np.diff(self.edges, prepend=self.edges[0] - 1)
        self.capacity_wh = capacity.tolist()
        self.stock_cap_wh = floors(capacity / lengths * certain(self.spec.finished_goods_days))

    def open_with_stock(self) -> None:
        """A plant that has run before the first day starts with its finished-goods cap in stock."""
        if len(self.stock_cap_wh) > 1 and self._good[0] > 0:
            self.stock_wh = self.opening_stock_wh = self.stock_cap_wh[1]

    def produce(self, step: int) -> None:
        """Make what open call-offs, outside customers and the finished-goods cap ask for, within capacity."""
        asked = self.backlog_wh + self.background_wh[step] + self.stock_cap_wh[step] - self.stock_wh
        capacity = self.capacity_wh[step]
        made = capacity if asked >= capacity else max(asked, 0)
        self.made_wh[step] = made
        self.stock_wh += made

    def dispatch(self, step: int, day: int) -> None:
        """Ship call-offs whose route is open, and serve outside customers; ration when stock is short."""
        background = asked = self.background_wh[step]
        waiting = []
        if self.backlog_wh:
            for lane in self.lanes:
                if lane.backlog_loads and (lane.use is not None or lane.open_route() is not None):
                    waiting.append(lane)
                    asked += lane.backlog_loads * lane.load_wh
        if asked > self.stock_wh:
            self._ration(waiting, step, day)
        elif asked:
            for lane in waiting:
                lane.ship(step, day, lane.backlog_loads)
            self._book_out(step, asked - background, background)

    def _ration(self, waiting: list[Lane], step: int, day: int) -> None:
        granted = self._shared_trucks(waiting, step, day)
        if granted is None:
            granted = allocate(self.rule, self.stock_wh, self._claims(waiting, step, day))
        shipped = 0
        for lane, loads in zip(waiting, granted, strict=False):
            if loads:
                lane.ship(step, day, loads)
                shipped += loads * lane.load_wh
        self._book_out(step, shipped, granted[-1] if len(granted) > len(waiting) else 0)

    def _book_out(self, step: int, shipped_wh: int, served_wh: int) -> None:
        """Take out of the stock what left for the programmes and what outside customers got."""
        self.shipped_wh[step] = shipped_wh
        self.served_wh[step] = served_wh
        self.backlog_wh -= shipped_wh
        self.stock_wh -= shipped_wh + served_wh

    def _shared_trucks(self, waiting: list[Lane], step: int, day: int) -> list[int] | None:
        """What `allocate` gives to lanes whose trucks are of one size, the usual case, without a claim for each.

        None where it takes the whole rule. Lanes are in order of their programmes' ids.
        """
        if not waiting:
            return None
        background, load_wh = self.background_wh[step], waiting[0].load_wh
        if not background and len(waiting) == 1:
            return [self.stock_wh // load_wh]
        if any(lane.load_wh != load_wh for lane in waiting):
            return None
        loads = [lane.backlog_loads for lane in waiting]
        if self.rule == "pro-rata-call-offs":
            return share_by_call_offs(self.stock_wh, load_wh, loads, background)
        if self.rule == "pro-rata-contract" and not background:
            weights = [self._contracted_wh(lane, day) for lane in waiting]
            return share_by_contract(self.stock_wh, load_wh, loads, weights)
        return None

    def _contracted_wh(self, lane: Lane, day: int) -> int:
        """What is contracted for the time since the lane's last shipment, Wh.

        So a buyer whose due is less than a truck a step still gets one in its turn.
        """
        programme = lane.programme
        yearly = int(programme.forecast.next_year_wh(day) * programme.share_booked(self.id, day))
        return yearly * (day - lane.last_shipped_day) // DAYS_PER_YEAR

    def _claims(self, waiting: list[Lane], step: int, day: int) -> list[Claim]:
        """Claims of the waiting lanes, and last of the outside customers if there are any."""
        rule, background = self.rule, self.background_wh[step]
        claims = []
        for lane in waiting:
            programme, weight, priority = lane.programme, 0, 0
            if rule == "pro-rata-contract":
                weight = self._contracted_wh(lane, day)
            elif rule == "priority":
                priority = programme.priority_at(self.id)
            claims.append(_record(Claim, (programme.id, lane.backlog_loads, lane.load_wh, priority, weight)))
        if background and self.spec.background is not None:
            priority = self.spec.background.priority
            claims.append(Claim(BACKGROUND, background, 1, priority, background))
        return claims

    def series(self, called_wh: NDArray[np.int64]) -> PlantSeries:
        """The plant's series by step, with what was called off in each, shape (steps + 1,).

        Raises BrokenInvariant where its stock or backlog is not what they add up to.
        """
        made, served, shipped = whole(self.made_wh), whole(self.served_wh), whole(self.shipped_wh)
        stock = self.opening_stock_wh + np.cumsum(made - served - shipped)
        backlog = np.cumsum(called_wh - shipped)
        if (stock[-1], backlog[-1]) != (self.stock_wh, self.backlog_wh):
            live, summed = (self.stock_wh, self.backlog_wh), (int(stock[-1]), int(backlog[-1]))
            message = f"plant {self.id}: stock and backlog of {live} Wh, by its flows {summed}"
            raise BrokenInvariant(message)
        scrap = lots(self._gross - self._good) * (made / np.maximum(whole(self.capacity_wh), 1))
        return PlantSeries(
            nameplate_wh_per_year=np.rint(self.nameplate_wh).astype(np.int64).tolist(),
            capacity_wh=self.capacity_wh,
            made_wh=self.made_wh,
            scrap_wh=np.rint(scrap).astype(np.int64).tolist(),
            background_wh=self.served_wh,
            shipped_wh=self.shipped_wh,
            stock_wh=stock.tolist(),
            backlog_wh=backlog.tolist(),
        )
