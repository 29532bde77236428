"""The life of plants: phases are announced, decided on, slip, start or are cancelled, and the market hears of it."""

from collections.abc import Callable

import numpy as np

from sim.core.windows import OutageWindow
from sim.rules.output import PhaseOutput
from sim.scenario.types.numbers import certain
from tests.proofs.itself.plain.capacity import Stop, curves, settled
from tests.proofs.itself.plain.diary import Hour
from tests.proofs.itself.plain.things import Phase, Plant, Programme, World

Ask = Callable[[World, Programme, str], None]


def days(months: float) -> int:
    """Whole days of a duration in months."""
    return round(months * 365.25 / 12)


def open_plants(world: World) -> None:
    """What has started by the first day runs; a plant that has run before opens with its cap in stock."""
    for plant in world.plants.values():
        for phase in plant.phases:
            if _runs_already(world, phase):
                sop = world.calendar.day_of(phase.spec.start.sop)
                phase.started, phase.known_wh, phase.expected_day = True, phase.real_wh, sop
                _add_capacity(world, plant, phase, sop)
        if plant.good[0] > 0:
            plant.stock = plant.table["stock"][0] = plant.cap[1]


def _runs_already(world: World, phase: Phase) -> bool:
    return phase.spec.start.kind == "scheduled" and world.calendar.day_of(phase.spec.start.sop) <= 0


def plan_growth(world: World, ask: Ask) -> None:
    """Note the announcement of every scheduled phase and the first meeting of every investment committee."""
    for plant in world.plants.values():
        for phase in plant.phases:
            if phase.spec.start.kind == "scheduled" and not phase.started:
                _plan_scheduled(world, plant, phase, ask)
        triggered = [phase for phase in plant.phases if phase.spec.start.kind == "triggered"]
        triggered.sort(key=lambda phase: (phase.spec.start.planned_sop, phase.id))
        _plan_meeting(world, plant, triggered, 0, ask)


def _announced_day(world: World, plant: Plant, phase: Phase) -> int:
    """A plant that starts is known to: it is announced no later than its planned SOP."""
    start = phase.spec.start
    planned = start.sop if start.kind == "scheduled" else start.planned_sop
    return max(0, world.calendar.day_of(min(planned, phase.spec.announced or plant.spec.announced)))


def _plan_scheduled(world: World, plant: Plant, phase: Phase, ask: Ask) -> None:
    start = phase.spec.start
    planned = world.calendar.day_of(start.sop)
    actual = planned + days(certain(start.delay_months))

    def announce() -> None:
        _tell(world, plant, phase, "announced", planned, ask)
        _wait_for_sop(world, plant, phase, planned, actual, ask)

    world.diary.note(_announced_day(world, plant, phase), Hour.PHASES, plant.rank, announce)


def _plan_meeting(world: World, plant: Plant, phases: list[Phase], number: int, ask: Ask) -> None:
    """The committee's next meeting, of those that are still to come, about the first of the phases to be decided on."""
    if not phases:
        return
    phase, start = phases[0], phases[0].spec.start
    planned = world.calendar.day_of(start.planned_sop)
    lead = _planned_lead(world, plant, phase)
    first = max(world.today, _announced_day(world, plant, phase), planned - lead - days(start.review_months))
    while days(number * start.review_months) < first:
        number += 1
    day = days(number * start.review_months)

    def meet() -> None:
        if phase.cancelled_day is not None and phase.cancelled_day <= day:
            _tell(world, plant, phase, "cancelled", -1, ask)
        elif _booked_out(world, plant, phase, day + lead):
            actual = max(day + days(certain(start.lead_time_months)), planned) + days(
                certain(start.delay_months)
            )
            expected = max(day + lead, planned)
            _tell(world, plant, phase, "decided", expected, ask)
            world.diary.note(
                day, Hour.AT_ONCE, 0, lambda: _wait_for_sop(world, plant, phase, expected, actual, ask)
            )
        else:
            _plan_meeting(world, plant, phases, number + 1, ask)
            return
        _plan_meeting(world, plant, phases[1:], 0, ask)

    world.diary.note(day, Hour.PHASES, plant.rank, meet)


def _planned_lead(world: World, plant: Plant, phase: Phase) -> int:
    return days(certain(world.path.planned.plants[plant.id].phases[phase.id].start.lead_time_months))


def _booked_out(world: World, plant: Plant, phase: Phase, ahead: int) -> bool:
    capacity = known_capacity(plant, ahead)
    limit = certain(phase.spec.start.booked_share) * capacity
    return capacity > 0 and booked(world, plant, ahead) > limit


def _wait_for_sop(world: World, plant: Plant, phase: Phase, expected: int, actual: int, ask: Ask) -> None:
    """Until it starts: a later date each time the expected one has passed, unless it is cancelled first."""
    cancelled = None if phase.cancelled_day is None else max(phase.cancelled_day, world.today)

    def wait(expected: int) -> None:
        world.diary.note(
            min([expected, actual] + ([] if cancelled is None else [cancelled])),
            Hour.PHASES,
            plant.rank,
            lambda: look(expected),
        )

    def look(expected: int) -> None:
        if cancelled is not None and cancelled <= world.today:
            _tell(world, plant, phase, "cancelled", -1, ask)
        elif world.today == actual:
            _tell(world, plant, phase, "started", actual, ask)
        else:
            expected += days(plant.spec.slip_months)
            _tell(world, plant, phase, "slipped", expected, ask)
            wait(expected)

    wait(expected)


def _tell(world: World, plant: Plant, phase: Phase, what: str, expected: int, ask: Ask) -> None:
    """The market hears of it; those who wait for the plant look again, and who could buy there thinks again."""
    nameplate = phase.real_wh if what == "started" else phase.announced_wh
    phase.started, phase.known_wh = what == "started", nameplate
    phase.expected_day = None if what == "cancelled" else expected
    if phase.started:
        _add_capacity(world, plant, phase, world.today)
    world.phase_events.append((plant.id, phase.id, world.today, what, nameplate, expected))
    if plant.waiting:
        waiting, plant.waiting = plant.waiting, []
        world.diary.note(world.today, Hour.NEWS, 0, lambda: [each() for each in waiting])
    for buyer in world.programmes.values():
        fits = buyer.spec.chemistry in plant.spec.chemistries and buyer.spec.format in plant.spec.formats
        open_to = fits and plant.id not in buyer.spec.sourcing.exclude_plants
        if (
            what in ("announced", "decided", "started")
            and open_to
            and buyer.spec.sourcing.triggers.plant_opening
        ):
            ask(world, buyer, "plant news")


def _add_capacity(world: World, plant: Plant, phase: Phase, sop: int) -> None:
    """What the phase can make from its SOP on, in each step."""
    spec, stops = plant.spec, _stops(world, plant)
    own = curves(spec, phase.real_wh, sop, world.edges, stops)
    output = PhaseOutput(phase.real_wh, certain(spec.oee), spec.ramp, spec.quality, sop)
    theirs = output.cumulative(np.array(world.edges), [OutageWindow(*each) for each in stops])
    plant.good, plant.gross = plant.good + own.good, plant.gross + own.gross
    plant.good_digits, plant.gross_digits = plant.good_digits + theirs.good, plant.gross_digits + theirs.gross
    for step, day in enumerate(world.edges):
        if day >= sop:
            plant.table["nameplate"][step] += phase.real_wh
    plant.table["capacity"] = whole_lots(settled(plant.good, plant.good_digits))
    scrap, digits = plant.gross - plant.good, plant.gross_digits - plant.good_digits
    plant.scrap_at_capacity = whole_lots(settled(scrap, digits))
    plant.cap = [0] * len(world.edges)
    for step in range(1, len(world.edges)):
        length = world.edges[step] - world.edges[step - 1]
        plant.cap[step] = int(plant.table["capacity"][step] / length * certain(spec.finished_goods_days))


def _stops(world: World, plant: Plant) -> list[Stop]:
    """The outages of a plant, and what each leaves of its rate."""
    stops = []
    for outage in world.path.outages:
        spec = world.path.scenario.disruptions[outage.disruption]
        if plant.id in spec.plants and spec.effect.kind != "delay":
            share = certain(spec.effect.remaining_share) if spec.effect.kind == "cut" else 0.0
            stops.append((outage.start_day, outage.end_day, share))
    return stops


def whole_lots(curve: np.ndarray) -> list[int]:
    """Whole watt-hours of each step of a rising curve: what is whole at its end less what was whole before."""
    lots, before = [0], int(curve[0] // 1)
    for value in curve[1:]:
        now = max(before, int(value // 1))
        lots.append(now - before)
        before = now
    return lots


def known_capacity(plant: Plant, day: int) -> float:
    """Effective capacity on a day as announced: nameplate x planned OEE x planned straight-line ramp-up, Wh a year."""
    total, ramp = 0.0, days(plant.spec.planned_ramp_months)
    for phase in plant.phases:
        if phase.expected_day is not None and day >= phase.expected_day:
            grown = min(1.0, (day - phase.expected_day) / ramp) if ramp else 1.0
            total += phase.known_wh * plant.spec.planned_oee * grown
    return total


def outside(world: World, plant: Plant, day: int) -> float:
    """Bookings of outside customers on a day, Wh a year."""
    spec = plant.spec.background
    if spec is None:
        return 0.0
    points = sorted((world.calendar.day_of(point.date), point.gwh_per_year) for point in spec.points)
    return float(np.interp(day, *zip(*points, strict=True))) * 1e9 * certain(spec.factor)


def booked(world: World, plant: Plant, day: int, *, without: str = "") -> float:
    """Volume booked on a day by all programmes (but one) and outside customers, Wh a year."""
    total = outside(world, plant, day)
    for buyer in world.programmes.values():
        if buyer.id != without:
            total += sum(each.share_on(day) * buyer.next_year(day) for each in buyer.at(plant.id))
    return total


def covered(world: World, plant: Plant, buyer: Programme, day: int) -> float:
    """What the known capacity leaves of a programme's own bookings, by the plant's rule of allocation."""
    own, capacity = buyer.booked(plant.id, day), known_capacity(plant, day)
    if own == 0:
        return 0.0
    if plant.spec.allocation != "priority":
        return own * min(1.0, capacity / booked(world, plant, day))
    place = (buyer.priority_at(plant.id), buyer.id)
    ahead = outside(world, plant, day)
    for other in world.programmes.values():
        if other is not buyer:
            ahead += sum(
                each.share_on(day) * other.next_year(day)
                for each in other.at(plant.id)
                if (each.priority, other.id) < place
            )
    return min(float(own), max(0.0, capacity - ahead))
