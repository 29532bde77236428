"""How a plant grows: phases are announced, decided on, slip, start or are cancelled."""

import datetime as dt
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import assert_never

from simpy.events import Event

from sim.core.calendar import Calendar
from sim.core.records import PhaseEvent, RunRecord
from sim.core.units import days_from_months, wh_from_gwh
from sim.core.windows import OutageWindow
from sim.model.clock import Clock, DayOrder
from sim.model.plant import CellPlant
from sim.model.sourcing.market import Market, PhaseOutlook
from sim.rules.output import PhaseOutput
from sim.scenario.types.numbers import certain
from sim.scenario.types.plants import PhaseSpec, PlantSpec, ScheduledStart, TriggeredStart

News = Callable[[str, str], None]
"""Called with (plant, what happened to a phase of it)."""


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """A phase as this replication has it: what is announced, and what comes true."""

    phase: str
    spec: PhaseSpec
    announced_day: int
    announced_nameplate_wh: int
    real_nameplate_wh: int
    cancelled_day: int | None


class PlantPhases:
    """The life of one plant: a SimPy process for its scheduled phases, one for its investment committee."""

    def __init__(
        self,
        plant: CellPlant,
        *,
        planned: PlantSpec,
        cancelled: dict[str, int],
        windows: Sequence[OutageWindow],
        calendar: Calendar,
    ) -> None:
        self.plant = plant
        self.planned = planned
        self.calendar = calendar
        self.windows = windows
        self.plans = [
            self._plan(phase, spec, cancelled.get(phase)) for phase, spec in sorted(plant.spec.phases.items())
        ]

    def _plan(self, phase: str, spec: PhaseSpec, cancelled_day: int | None) -> PhasePlan:
        announced = spec.announced or self.plant.spec.announced
        real = certain(spec.nameplate_gwh) * certain(spec.realised_ratio)
        return PhasePlan(
            phase=phase,
            spec=spec,
            announced_day=max(0, self.calendar.day_of(min(announced, _planned_sop(spec)))),
            announced_nameplate_wh=wh_from_gwh(certain(self.planned.phases[phase].nameplate_gwh)),
            real_nameplate_wh=wh_from_gwh(real),
            cancelled_day=cancelled_day,
        )

    def running_phases(self) -> list[tuple[PhasePlan, int]]:
        """Scheduled phases whose SOP lies before or on the first day, with that SOP: they run from the start."""
        return [
            (plan, self.calendar.day_of(plan.spec.start.sop))
            for plan in self.plans
            if plan.spec.start.kind == "scheduled" and self.calendar.day_of(plan.spec.start.sop) <= 0
        ]

    def output(self, plan: PhasePlan, sop_day: int) -> PhaseOutput:
        """The output curve of a phase that starts on a day."""
        spec = self.plant.spec
        return PhaseOutput(plan.real_nameplate_wh, certain(spec.oee), spec.ramp, spec.quality, sop_day)


class PlantLifeProcess:
    """Runs the growth of a plant on the clock, tells the market and whoever listens to the news."""

    def __init__(
        self, growth: PlantPhases, clock: Clock, market: Market, record: RunRecord, *, news: News, rank: int
    ) -> None:
        self.growth = growth
        self.plant = growth.plant
        self.clock = clock
        self.market = market
        self.record = record
        self.news = news
        self.rank = rank

    def open_running(self) -> None:
        """Start the phases that already run on the first day."""
        running = self.growth.running_phases()
        self.plant.add_phases([self.growth.output(*phase) for phase in running], self.growth.windows)
        for plan, sop_day in running:
            self.market.learn(
                self.plant.id, PhaseOutlook(plan.phase, plan.real_nameplate_wh, sop_day, started=True)
            )
        self.plant.open_with_stock()

    def processes(self) -> list[Generator[Event, None, None]]:
        """The processes of all phases that are still to come."""
        running = {plan.phase for plan, _ in self.growth.running_phases()}
        coming = [plan for plan in self.growth.plans if plan.phase not in running]
        scheduled = [
            self._scheduled(plan, plan.spec.start) for plan in coming if plan.spec.start.kind == "scheduled"
        ]
        return [*scheduled, self._committee([plan for plan in coming if plan.spec.start.kind == "triggered"])]

    def _scheduled(self, plan: PhasePlan, start: ScheduledStart) -> Generator[Event, None, None]:
        planned_day = self.growth.calendar.day_of(start.sop)
        yield self._moment(plan.announced_day)
        self._tell(plan, "announced", planned_day)
        yield from self._build(plan, planned_day, planned_day + days_from_months(certain(start.delay_months)))

    def _committee(self, plans: list[PhasePlan]) -> Generator[Event, None, None]:
        """Decide on one triggered phase after another, each as soon as the plant is booked out ahead."""
        for plan in sorted(plans, key=lambda plan: (_triggered(plan).planned_sop, plan.phase)):
            start = _triggered(plan)
            first_day = max(plan.announced_day, self._first_meeting_day(plan, start))
            meeting = 0
            while True:
                day = days_from_months(meeting * start.review_months)
                meeting += 1
                if day < first_day or day < self.clock.today:
                    continue
                yield self._moment(day)
                if plan.cancelled_day is not None and plan.cancelled_day <= day:
                    self._tell(plan, "cancelled", -1)
                    break
                if self._booked_out(plan, start):
                    self._decide(plan, start)
                    break

    def _booked_out(self, plan: PhasePlan, start: TriggeredStart) -> bool:
        ahead = self.clock.today + self._planned_lead_days(plan)
        capacity = self.market.capacity_wh_per_year(self.plant.id, ahead)
        booked = self.market.booked_wh_per_year(self.plant.id, ahead)
        return capacity > 0 and booked > certain(start.booked_share) * capacity

    def _first_meeting_day(self, plan: PhasePlan, start: TriggeredStart) -> int:
        """The last round of meetings at which a decision still keeps the planned SOP; before it there is no hurry."""
        planned_day = self.growth.calendar.day_of(start.planned_sop)
        return planned_day - self._planned_lead_days(plan) - days_from_months(start.review_months)

    def _planned_lead_days(self, plan: PhasePlan) -> int:
        planned = self.growth.planned.phases[plan.phase].start
        return days_from_months(certain(planned.lead_time_months)) if planned.kind == "triggered" else 0

    def _decide(self, plan: PhasePlan, start: TriggeredStart) -> None:
        today = self.clock.today
        planned_day = self.growth.calendar.day_of(start.planned_sop)
        expected = max(today + self._planned_lead_days(plan), planned_day)
        actual = max(today + days_from_months(certain(start.lead_time_months)), planned_day)
        actual += days_from_months(certain(start.delay_months))
        self._tell(plan, "decided", expected)
        self.clock.env.process(self._build(plan, expected, actual))

    def _build(self, plan: PhasePlan, expected_day: int, actual_day: int) -> Generator[Event, None, None]:
        """From the decision to SOP: announce a later date each time the expected one passes, start or be cancelled."""
        slip = days_from_months(self.plant.spec.slip_months)
        ends = (
            [actual_day]
            if plan.cancelled_day is None
            else [actual_day, max(plan.cancelled_day, self.clock.today)]
        )
        while True:
            yield self._moment(min(expected_day, *ends))
            today = self.clock.today
            if plan.cancelled_day is not None and plan.cancelled_day <= today:
                self._tell(plan, "cancelled", -1)
                return
            if today == actual_day:
                self._tell(plan, "started", actual_day)
                return
            expected_day += slip
            self._tell(plan, "slipped", expected_day)

    def _tell(self, plan: PhasePlan, what: str, expected_day: int) -> None:
        started = what == "started"
        nameplate = plan.real_nameplate_wh if started else plan.announced_nameplate_wh
        if started:
            self.plant.add_phases([self.growth.output(plan, self.clock.today)], self.growth.windows)
        if what == "cancelled":
            self.market.forget(self.plant.id, plan.phase)
        else:
            self.market.learn(self.plant.id, PhaseOutlook(plan.phase, nameplate, expected_day, started))
        event = PhaseEvent(self.plant.id, plan.phase, self.clock.today, what, nameplate, expected_day)
        self.record.phase_events.append(event)
        self.news(self.plant.id, what)

    def _moment(self, day: int) -> Event:
        return self.clock.at(day, DayOrder.PHASE_CHANGES, self.rank)


def _planned_sop(spec: PhaseSpec) -> dt.date:
    """Planned SOP of a phase; a plant that starts is known to, so it is announced no later."""
    return spec.start.sop if spec.start.kind == "scheduled" else spec.start.planned_sop


def _triggered(plan: PhasePlan) -> TriggeredStart:
    match plan.spec.start:
        case TriggeredStart() as start:
            return start
        case ScheduledStart():
            message = f"phase {plan.phase} is scheduled"
            raise TypeError(message)
        case _ as unreachable:
            assert_never(unreachable)
