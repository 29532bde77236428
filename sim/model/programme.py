"""A programme in one replication: it receives cells, builds vehicles and calls cells off."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import BrokenInvariant
from sim.core.records import ProgrammeSeries
from sim.core.units import DAYS_PER_YEAR
from sim.core.whole import floors, whole
from sim.model.commitment import Commitment
from sim.model.forecast import Forecast
from sim.model.lane import Lane
from sim.rules.call_off import behind_after
from sim.sample.demand import DemandPath
from sim.scenario.numbers import certain
from sim.scenario.programmes import ProgrammeSpec

_NEVER_AT_ONCE = 2**62
"""More than any stock: a step whose build is to be worked out in full."""


class Source(NamedTuple):
    """A plant that supplies a programme, by all its agreements there."""

    lane: Lane
    share: float
    commitments: tuple[Commitment, ...]


class Programme:
    """Stock of cells, builds and call-offs of a programme. How it chooses suppliers is in `sourcing.py`."""

    def __init__(
        self,
        programme_id: str,
        spec: ProgrammeSpec,
        demand: DemandPath,
        forecast: Forecast,
        wh_per_vehicle: int,
        edges: NDArray[np.int64],
    ) -> None:
        steps = len(edges)
        self.id = programme_id
        self.spec = spec
        self.forecast = forecast
        self.edges = edges
        self.step_days = int(edges[1] - edges[0])
        self.wh_per_vehicle = wh_per_vehicle
        self.wanted = demand.wanted_vehicles
        self.outage = demand.outage_vehicles
        self.commitments: list[Commitment] = []
        """Commitments with a share now or later, by agreement id."""
        self.lanes: dict[str, Lane] = {}
        self.stock_wh = 0
        self.opening_stock_wh = 0
        self.owed = 0
        self.made_up = spec.shortfall == "made-up"
        self.overtime_share = certain(spec.overtime_share)
        self.call_off_steps = spec.call_off_steps
        self.safety_days = certain(spec.safety_days)
        wanted, outage = whole(self.wanted), whole(self.outage)
        self.owed_limit = self._overtime_of_a_year(wanted) if self.made_up else []
        """By step, where vehicles are made up."""
        plan = wanted - outage
        self.built: list[int] = plan.tolist()
        """As planned for the steps to come, as it was for those that are past."""
        self._plan_wh = self._cells_of_plan(plan, outage)
        self.short: list[int] = [0] * steps
        self.owed_after: list[int] = [0] * steps
        self._cover_days = 0
        self._cover_stale = True
        self._running: list[Source] = []
        """Plants that supply now, in order of their first agreement."""

    def _cells_of_plan(self, plan: NDArray[np.int64], outage: NDArray[np.int64]) -> list[int]:
        """Wh that each step's plan takes; beyond any stock in steps that leave vehicles to be made up."""
        cells = plan * self.wh_per_vehicle
        if self.made_up:
            cells[outage > 0] = _NEVER_AT_ONCE
        listed: list[int] = cells.tolist()
        return listed

    def _overtime_of_a_year(self, wanted: NDArray[np.int64]) -> list[int]:
        """What can be made up within a year from each step on: customers who would have to wait longer go elsewhere."""
        steps = round(DAYS_PER_YEAR / self.step_days)
        total = np.cumsum(np.concatenate((wanted, np.zeros(steps, dtype=np.int64))))
        return floors(np.asarray((total[steps:] - total[:-steps]) * self.overtime_share))

    def build(self, step: int) -> bool:
        """Build the step's plan as far as cells allow; returns whether cells were short."""
        cells = self._plan_wh[step]
        if cells <= self.stock_wh and not self.owed:
            self.stock_wh -= cells
            return False
        return self._build_what_can_be(step)

    def _build_what_can_be(self, step: int) -> bool:
        plan = self.wanted[step] - self.outage[step]
        if self.owed and self.made_up:
            plan += min(self.owed, int(self.overtime_share * self.wanted[step]))
        can = self.stock_wh // self.wh_per_vehicle
        built = min(plan, can)
        self.stock_wh -= built * self.wh_per_vehicle
        self.built[step] = built
        if self.made_up:
            self.owed = min(self.owed + self.wanted[step] - built, self.owed_limit[step])
            self.owed_after[step] = self.owed
            plan = self.wanted[step] - self.outage[step]
        if built < plan:
            self.short[step] = plan - built
            return True
        return False

    def call_off(self, step: int, day: int) -> None:
        """Order each agreement up to its share of the need over the cover.

        An agreement whose plant is overdue is not called off, and the others take its share, as long as one of them delivers.
        """
        if step % self.call_off_steps:
            return
        if self._cover_stale:
            self.cover_days()
        need = self.forecast.need_ahead_wh(day, self._cover_days) - self.stock_wh
        if self.owed:
            need += self._to_make_up_wh(step, self._cover_days)
        running, scale = self._running, 1.0
        if len(running) > 1:
            running, scale = self._delivering(running, day)
        for lane, share, commitments in running:
            missing = int(share * scale * need) - lane.on_order_wh
            if missing > 0:
                loads = -(-missing // lane.load_wh)
                if len(commitments) == 1:
                    only = commitments[0]
                    only.called_wh += lane.call_off(day, loads, only.agreement)
                else:
                    _call_off_from_all(lane, commitments, loads, day)

    def _to_make_up_wh(self, step: int, cover_days: int) -> int:
        """Cells for the vehicles owed that overtime can make within the cover, Wh."""
        extra = self.overtime_share * self.wanted[step] * cover_days / self.step_days
        return min(self.owed, int(extra)) * self.wh_per_vehicle

    def _delivering(self, running: list[Source], day: int) -> tuple[list[Source], float]:
        """Sources to call off from, and the factor by which their shares grow for those that are overdue."""
        latest_day = day - self.safety_days
        for lane, _, _ in running:
            if lane.backlog_loads and lane.oldest_day() < latest_day:
                break
        else:
            return running, 1.0
        delivering = [source for source in running if not source.lane.is_overdue(day, self.safety_days)]
        if not delivering:
            return running, 1.0
        return delivering, sum(s.share for s in running) / sum(s.share for s in delivering)

    def is_overdue(self, plant: str, day: int) -> bool:
        """Whether a plant owes loads for longer than the safety stock lasts."""
        return self.lanes[plant].is_overdue(day, self.safety_days)

    def cover_days(self) -> int:
        """Days of need that stock and orders cover: mean lead time, review and safety."""
        if self._cover_stale:
            review = self.step_days * self.spec.call_off_steps
            lead = max((_lead_days(source.lane) for source in self._running), default=0.0)
            self._cover_days = int(-(-(lead + review + self.safety_days) // 1))
            self._cover_stale = False
        return self._cover_days

    def routes_changed(self) -> None:
        """Legs have closed or opened: routes and how far ahead to order are looked up anew."""
        self._cover_stale = True
        for lane in self.lanes.values():
            lane.use = None

    def shares_changed(self) -> None:
        """Who supplies, and how far ahead to order, is looked up anew."""
        self._cover_stale = True
        supplying: dict[str, list[Commitment]] = {}
        for commitment in self.commitments:
            commitment.behind_loads = 0.0
            if commitment.share > 0.0:
                supplying.setdefault(commitment.plant, []).append(commitment)
        self._running = [
            Source(self.lanes[plant], sum(c.share for c in commitments), tuple(commitments))
            for plant, commitments in supplying.items()
        ]

    def priority_at(self, plant: str) -> int:
        """The best priority of its agreements with a plant."""
        return min((c.priority for c in self.commitments if c.plant == plant), default=9)

    def share_booked(self, plant: str, day: int) -> float:
        """Share of its need that it has booked at a plant on a day."""
        share = 0.0
        for commitment in self.commitments:
            if commitment.plant == plant:
                share += commitment.planned_share if day >= commitment.planned_day else commitment.share
        return share

    def fill_rate(self, step: int, steps: int) -> float:
        """Built over wanted vehicles (less outages) of the last `steps` steps; 1 where nothing was wanted."""
        window = slice(max(1, step - steps + 1), step + 1)
        due = sum(self.wanted[window]) - sum(self.outage[window])
        return 1.0 - sum(self.short[window]) / due if due > 0 else 1.0

    def open_with_stock(self) -> None:
        """Start with what call-offs would have aimed at: the need over the cover, as far as it is sourced."""
        share = min(1.0, sum(commitment.share for commitment in self.commitments))
        self.stock_wh = self.opening_stock_wh = int(share * self.forecast.need_wh(0, self.cover_days()))

    def series(self, received_wh: NDArray[np.int64]) -> ProgrammeSeries:
        """The programme's series by step, with what it received in each, shape (steps + 1,).

        Raises BrokenInvariant where its stock is not what they add up to.
        """
        flow = received_wh - whole(self.built) * self.wh_per_vehicle
        stock: list[int] = (self.opening_stock_wh + np.cumsum(flow)).tolist()
        if stock[-1] != self.stock_wh:
            message = f"programme {self.id}: a stock of {self.stock_wh} Wh, by its flows {stock[-1]}"
            raise BrokenInvariant(message)
        return ProgrammeSeries(
            wanted_vehicles=self.wanted,
            built_vehicles=self.built,
            short_vehicles=self.short,
            outage_vehicles=self.outage,
            owed_vehicles=self.owed_after,
            received_wh=received_wh.tolist(),
            stock_wh=stock,
            forecast_wh_per_year=self.forecast.rates_wh_per_year(self.edges),
        )


def _call_off_from_all(lane: Lane, commitments: Sequence[Commitment], loads: int, day: int) -> None:
    """Call off loads under several agreements with one plant, by their shares."""
    shares = [commitment.share for commitment in commitments]
    behind = [commitment.behind_loads for commitment in commitments]
    for commitment, (part, late) in zip(commitments, behind_after(loads, shares, behind), strict=True):
        commitment.behind_loads = late
        if part:
            commitment.called_wh += lane.call_off(day, part, commitment.agreement)


def _lead_days(lane: Lane) -> float:
    """Expected transit on the route that is open; while none is, on the usual one: who waits orders no less."""
    use = lane.use or lane.open_route()
    return lane.haulage.usual_days() if use is None else use.route.expected_days
