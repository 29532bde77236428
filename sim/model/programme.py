"""A programme in one replication: it receives cells, builds vehicles and calls cells off."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np

from sim.core.records import ProgrammeSeries
from sim.core.units import DAYS_PER_YEAR
from sim.core.whole import floors
from sim.model.commitment import Commitment
from sim.model.forecast import Forecast
from sim.model.lane import Lane
from sim.sample.demand import DemandPath
from sim.scenario.numbers import certain
from sim.scenario.programmes import ProgrammeSpec


class Programme:
    """Stock of cells, builds and call-offs of a programme. How it chooses suppliers is in `sourcing.py`."""

    def __init__(
        self,
        programme_id: str,
        spec: ProgrammeSpec,
        demand: DemandPath,
        forecast: Forecast,
        wh_per_vehicle: int,
        edges: Sequence[int],
    ) -> None:
        steps = len(edges)
        self.id = programme_id
        self.spec = spec
        self.forecast = forecast
        self._by_day_wh = forecast.by_day_wh
        self.edges = edges
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
        self.owed_limit = _overtime_of_a_year(self.wanted, self.overtime_share, edges)
        self.built: list[int] = [0] * steps
        self.short: list[int] = [0] * steps
        self.received_wh: list[int] = [0] * steps
        self._arrivals: defaultdict[int, list[tuple[int, Lane]]] = defaultdict(list)
        self._step_of_day = _step_of_day(tuple(edges))
        self._end_day = len(self._step_of_day)
        self._cover_days = 0
        self._cover_stale = True
        self._running: list[tuple[Commitment, Lane]] = []
        """Commitments with a share now, and their lanes."""

    def expect(self, arrival_day: int, energy_wh: int, lane: Lane) -> None:
        """A shipment is on its way; those that arrive after the horizon stay in transit."""
        if arrival_day < self._end_day:
            self._arrivals[self._step_of_day[arrival_day]].append((energy_wh, lane))

    def receive(self, step: int) -> int:
        """Take in what arrived in the step; returns the number of shipments."""
        arrivals = self._arrivals.pop(step, ())
        received = 0
        for energy_wh, lane in arrivals:
            lane.on_order_wh -= energy_wh
            received += energy_wh
        self.stock_wh += received
        self.received_wh[step] = received
        return len(arrivals)

    def build(self, step: int) -> bool:
        """Build the step's plan as far as cells allow; returns whether cells were short."""
        plan = self.wanted[step] - self.outage[step]
        if self.owed and self.made_up:
            plan += min(self.owed, int(self.overtime_share * self.wanted[step]))
        can = self.stock_wh // self.wh_per_vehicle
        built = min(plan, can)
        self.stock_wh -= built * self.wh_per_vehicle
        self.built[step] = built
        if self.made_up:
            self.owed = min(self.owed + self.wanted[step] - built, self.owed_limit[step])
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
        cover_days = self.cover_days() if self._cover_stale else self._cover_days
        need = self._by_day_wh[day + cover_days] - self._by_day_wh[day] - self.stock_wh
        if self.owed:
            need += self._to_make_up_wh(step, cover_days)
        running, scale = self._running, 1.0
        if len(running) > 1:
            running, scale = self._delivering(running, day)
        for commitment, lane in running:
            missing = int(commitment.share * scale * need) - lane.on_order_wh
            if missing > 0:
                commitment.called_wh += lane.call_off(
                    step, day, -(-missing // lane.load_wh), commitment.agreement
                )

    def _to_make_up_wh(self, step: int, cover_days: int) -> int:
        """Cells for the vehicles owed that overtime can make within the cover, Wh."""
        extra = self.overtime_share * self.wanted[step] * cover_days / (self.edges[1] - self.edges[0])
        return min(self.owed, int(extra)) * self.wh_per_vehicle

    def _delivering(
        self, running: list[tuple[Commitment, Lane]], day: int
    ) -> tuple[list[tuple[Commitment, Lane]], float]:
        """Commitments to call off, and the factor by which their shares grow for those that are overdue."""
        patience = self.safety_days
        overdue = [pair for pair in running if pair[1].backlog_loads and pair[1].is_overdue(day, patience)]
        if not overdue:
            return running, 1.0
        delivering = [pair for pair in running if pair not in overdue]
        if not delivering:
            return running, 1.0
        return delivering, sum(c.share for c, _ in running) / sum(c.share for c, _ in delivering)

    def is_overdue(self, plant: str, day: int) -> bool:
        """Whether a plant owes loads for longer than the safety stock lasts."""
        return self.lanes[plant].is_overdue(day, self.safety_days)

    def cover_days(self) -> int:
        """Days of need that stock and orders cover: mean lead time, review and safety."""
        if self._cover_stale:
            review = (self.edges[1] - self.edges[0]) * self.spec.call_off_steps
            lead = max((self._lead_days(c) for c in self.commitments if c.share > 0), default=0.0)
            self._cover_days = int(-(-(lead + review + self.safety_days) // 1))
            self._cover_stale = False
        return self._cover_days

    def routes_changed(self) -> None:
        """Routes or shares have changed: who supplies and how far ahead to order is looked up anew."""
        self._cover_stale = True
        self._running = [(c, self.lanes[c.plant]) for c in self.commitments if c.share > 0.0]

    def _lead_days(self, commitment: Commitment) -> float:
        use = self.lanes[commitment.plant].haulage.current()
        return 0.0 if use is None else use.route.expected_days

    def share_of(self, plant: str) -> float:
        """Share of supply from a plant now."""
        return sum([commitment.share for commitment in self.commitments if commitment.plant == plant])

    def planned_shares(self) -> dict[str, float]:
        """Share of supply by plant once all that is decided has come about: the latest plan goes first."""
        shares: dict[str, float] = {}
        left = 1.0
        for commitment in sorted(self.commitments, key=lambda c: -c.planned_day):
            share = min(commitment.planned_share, left)
            left -= share
            shares[commitment.plant] = min(1.0, shares.get(commitment.plant, 0.0) + share)
        return shares

    def priority_at(self, plant: str) -> int:
        """The best priority of its agreements with a plant."""
        return min((c.priority for c in self.commitments if c.plant == plant), default=9)

    def price_factor_at(self, plant: str) -> float:
        """Agreed price at a plant as a multiple of its own; 1 where nothing is agreed."""
        for commitment in self.commitments:
            if commitment.plant == plant:
                return commitment.price_factor
        return 1.0

    def booked_wh(self, plant: str, day: int) -> int:
        """Yearly volume that it has booked at a plant on a day, Wh."""
        share = 0.0
        for commitment in self.commitments:
            if commitment.plant == plant:
                share += commitment.planned_share if day >= commitment.planned_day else commitment.share
        return int(self.forecast.next_year_wh(day) * share) if share else 0

    def fill_rate(self, step: int, steps: int) -> float:
        """Built over wanted vehicles (less outages) of the last `steps` steps; 1 where nothing was wanted."""
        window = slice(max(1, step - steps + 1), step + 1)
        due = sum(self.wanted[window]) - sum(self.outage[window])
        return 1.0 - sum(self.short[window]) / due if due > 0 else 1.0

    def open_with_stock(self) -> None:
        """Start with what call-offs would have aimed at: the need over the cover, as far as it is sourced."""
        share = min(1.0, sum(commitment.share for commitment in self.commitments))
        self.stock_wh = self.opening_stock_wh = int(share * self.forecast.need_wh(0, self.cover_days()))

    def series(self) -> ProgrammeSeries:
        """The programme's series by step."""
        flow = np.asarray(self.received_wh) - np.asarray(self.built) * self.wh_per_vehicle
        stock: list[int] = (self.opening_stock_wh + np.cumsum(flow)).tolist()
        return ProgrammeSeries(
            wanted_vehicles=self.wanted,
            built_vehicles=self.built,
            short_vehicles=self.short,
            outage_vehicles=self.outage,
            owed_vehicles=self._owed_series(),
            received_wh=self.received_wh,
            stock_wh=stock,
            forecast_wh_per_year=self.forecast.rates_wh_per_year(self.edges),
        )

    def _owed_series(self) -> list[int]:
        if not self.made_up:
            return [0] * len(self.built)
        steps = zip(self.wanted[1:], self.built[1:], self.owed_limit[1:], strict=True)
        return list(accumulate(steps, lambda owed, step: min(owed + step[0] - step[1], step[2]), initial=0))


def _overtime_of_a_year(wanted: list[int], overtime_share: float, edges: Sequence[int]) -> list[int]:
    """What can be made up within a year from each step on: customers who would have to wait longer go elsewhere."""
    steps = round(DAYS_PER_YEAR / (edges[1] - edges[0]))
    total = np.concatenate([np.cumsum(wanted), np.full(steps, sum(wanted))])
    return floors((total[steps:] - total[:-steps]) * overtime_share)


@lru_cache(maxsize=4)
def _step_of_day(edges: tuple[int, ...]) -> list[int]:
    """Step at whose end a receipt of a day is booked, for days 0 to the horizon; not to be changed."""
    lengths = np.diff(edges, prepend=edges[0] - 1)
    return np.repeat(np.arange(len(edges)), lengths).tolist()
