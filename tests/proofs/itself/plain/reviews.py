"""Reviews: when a programme holds one, and what it sees of every plant."""

from typing import NamedTuple

from sim.scenario.types.numbers import certain
from tests.proofs.itself.plain.agreements import total
from tests.proofs.itself.plain.costs import LandedCost, landed_cost, price
from tests.proofs.itself.plain.diary import Hour
from tests.proofs.itself.plain.growth import booked, covered, days, known_capacity
from tests.proofs.itself.plain.policies import Outcome, award
from tests.proofs.itself.plain.roads import long_closed
from tests.proofs.itself.plain.routes import Route
from tests.proofs.itself.plain.things import Plant, Programme, World

FOR_CAUSE = ("service failure", "disruption")
PLANNED = ("interval", "award date", "agreement ends", "launch ahead")


class Occasion(NamedTuple):
    """What is the same for all plants in a review."""

    need_day: int
    need: float
    """Wh a year."""
    leave_day: int
    """First day on which the programme may be without one of those that supply it."""


class Candidate(NamedTuple):
    """A plant as a review sees it; NaN: there is no such number."""

    plant: str
    incumbent_share: float
    known: bool
    objections: tuple[str, ...]
    distance_km: float
    lead_time_days: float
    lead_time_sd_days: float
    cost: LandedCost | None
    kg_co2e_per_kwh: float
    free_gwh_per_year: float
    earliest_start_day: int
    supply_risk: float
    minimum_gwh_per_year: float


class View(NamedTuple):
    """What a programme sees on the day of a review; plants in order of id."""

    day: int
    date: str
    trigger: str
    requirement_gwh_per_year: float
    threshold: float
    candidates: tuple[Candidate, ...]


def validation(programme: Programme, world: World, plant: str, *, known: bool, planned: bool) -> int:
    """Days of product validation, as drawn or as planned; 0 once it is done."""
    if plant in programme.validated:
        return 0
    spec = _sourcing(programme, world, planned=planned).qualification
    return days(certain(spec.validation_known_months if known else spec.validation_months))


def ppap(programme: Programme, world: World, plant: str, *, planned: bool) -> int:
    """Days of the approval of a plant's serial process, as drawn or as planned; 0 once it is done."""
    spec = _sourcing(programme, world, planned=planned).qualification
    return 0 if plant in programme.qualified else days(certain(spec.ppap_months))


def _sourcing(programme, world, *, planned):
    return (world.path.planned if planned else world.path.scenario).programmes[programme.id].sourcing


def switching_cost(programme: Programme, plant: str, *, known: bool) -> float:
    """EUR that an award to a plant costs once."""
    spec = programme.spec.sourcing
    if plant in programme.qualified:
        return 0.0
    if known and spec.switching_cost_known_eur is not None:
        return certain(spec.switching_cost_known_eur)
    return certain(spec.switching_cost_eur)


def plan_reviews(world: World, programme: Programme) -> None:
    """Note the reviews known from the start, and the half-yearly looks at what is covered."""
    spec, horizon = programme.spec.sourcing, world.calendar.horizon_days
    lead = validation(programme, world, "", known=False, planned=True)
    lead += ppap(programme, world, "", planned=True) + spec.notice_days
    ahead = max(0, programme.launch - lead)
    planned: dict[int, str] = {}
    if spec.triggers.interval_months is not None:
        for number in range(1, horizon + 2):
            day = days(number * spec.triggers.interval_months)
            if day <= horizon and (day > ahead or programme.launch == 0):
                planned[day] = "interval"
    if spec.policy.kind == "award":
        planned[max(0, world.calendar.day_of(spec.policy.date))] = "award date"
    for agreement in programme.agreements:
        if agreement.term_end is not None and agreement.term_end > 0:
            planned[max(0, agreement.term_end - lead)] = "agreement ends"
    if programme.launch > 0:
        planned[ahead] = "launch ahead"
    _note_next(world, programme, sorted(planned.items()))
    if spec.triggers.outgrown:
        looks = [days(6 * number) for number in range(1, horizon + 2)]
        _look_next(
            world, programme, [day for day in looks if day <= horizon and day + lead > programme.launch], lead
        )


def _note_next(world: World, programme: Programme, planned: list[tuple[int, str]]) -> None:
    """The next planned review is noted when the one before has been asked for."""
    if planned:
        (day, trigger), rest = planned[0], planned[1:]

        def come() -> None:
            ask(world, programme, trigger)
            _note_next(world, programme, rest)

        world.diary.note(day, Hour.AGREEMENTS, programme.rank, come)


def _look_next(world: World, programme: Programme, looks: list[int], lead: int) -> None:
    if not looks:
        return

    def look() -> None:
        ahead = world.today + lead
        plants = sorted({each.plant for each in programme.agreements})
        held = sum(covered(world, world.plants[plant], programme, ahead) for plant in plants)
        if held < programme.yearly(ahead, ahead + 365) * (1 - 1e-6):
            ask(world, programme, "outgrown")
        _look_next(world, programme, looks[1:], lead)

    world.diary.note(looks[0], Hour.AGREEMENTS, programme.rank, look)


def ask(world: World, programme: Programme, trigger: str) -> None:
    """Ask for a review today: none while a switch is under way, unplanned ones at a least gap, one a day."""
    last, gap = programme.last_review, programme.spec.sourcing.triggers.least_gap_days
    if trigger == "switch abandoned":
        gap = 1
    too_soon = trigger not in PLANNED and last is not None and world.today - last < gap
    if programme.switching or too_soon or (programme.id in world.docket and trigger not in PLANNED):
        return
    if not world.docket:
        world.diary.note(world.today, Hour.REVIEWS, 0, lambda: _meet(world))
    world.docket[programme.id] = trigger


def _meet(world: World) -> None:
    """All reviews of a day: earlier need first, then larger requirement, then id."""
    docket, world.docket = world.docket, {}

    def urgency(id_: str) -> tuple[int, float, str]:
        programme = world.programmes[id_]
        return (max(world.today, programme.launch), -requirement(world, programme)[1], id_)

    for id_ in sorted(docket, key=urgency):
        _review(world, world.programmes[id_], docket[id_])


def requirement(world: World, programme: Programme) -> tuple[int, float]:
    """The day from which an award made today could supply, and the mean need of the window from then on."""
    ready = max(
        validation(programme, world, "", known=False, planned=True), ppap(programme, world, "", planned=True)
    )
    first = max(world.today + ready, programme.launch)
    return first, programme.yearly(first, first + days(programme.spec.sourcing.window_months))


def _review(world: World, programme: Programme, trigger: str) -> None:
    from tests.proofs.itself.plain.switches import carry_out  # noqa: PLC0415 - a switch asks for reviews in its turn

    programme.last_review = world.today
    seen = view(world, programme, trigger)
    outcome = award(programme.spec.sourcing.policy, seen)
    world.reviews.append(told(programme, seen, outcome))
    if outcome.changed and programme.spec.sourcing.policy.kind != "stay":
        carry_out(world, programme, seen, outcome)


def told(programme: Programme, seen: View, outcome: Outcome) -> dict[str, object]:
    """The review as its record has it, the words left out."""
    return {
        "programme": programme.id, "day": seen.day, "trigger": seen.trigger,
        "requirement": seen.requirement_gwh_per_year, "award": outcome.shares,
        "unsourced": outcome.unsourced_share, "changed": outcome.changed,
        "candidates": {c.plant: _numbers(c, outcome) for c in seen.candidates},
    }  # fmt: skip


def _numbers(c: Candidate, outcome: Outcome) -> tuple[object, ...]:
    cost = (float("nan"),) * 7 if c.cost is None else (*c.cost[:6], c.cost.total)
    return (
        outcome.ranks.get(c.plant, 0), not c.objections, c.known, c.earliest_start_day, c.incumbent_share,
        c.distance_km, c.lead_time_days, c.lead_time_sd_days, *cost, c.kg_co2e_per_kwh, c.free_gwh_per_year,
    )  # fmt: skip


def view(world: World, programme: Programme, trigger: str) -> View:
    """What the programme sees today."""
    need_day, need = requirement(world, programme)
    supplying = [] if trigger in FOR_CAUSE else [each for each in programme.agreements if each.share > 0]
    leave = min([each.may_leave(world.today) for each in supplying], default=world.today)
    occasion = Occasion(need_day, need, leave)
    plants = [
        plant for plant in world.plants.values() if world.calendar.day_of(plant.spec.announced) <= world.today
    ]
    return View(
        day=world.today,
        date=world.calendar.date_of(world.today).isoformat(),
        trigger=trigger,
        requirement_gwh_per_year=need / 1e9,
        threshold=programme.spec.sourcing.threshold,
        candidates=tuple(_candidate(world, programme, plant, occasion) for plant in plants),
    )


def planned_shares(programme: Programme) -> dict[str, float]:
    """Shares by plant when all that is decided has come about; where plans exceed the whole, the latest goes first."""
    shares: dict[str, float] = {}
    left = 1.0
    for agreement in sorted(programme.agreements, key=lambda each: -each.planned_day):
        share = min(agreement.planned, left)
        left -= share
        shares[agreement.plant] = min(1.0, shares.get(agreement.plant, 0.0) + share)
    return shares


def _candidate(world: World, programme: Programme, plant: Plant, occasion: Occasion) -> Candidate:
    need_day, need, leave = occasion
    share = planned_shares(programme).get(plant.id, 0.0)
    known = share > 0 or _is_known(world, programme, plant)
    sop = min([p.expected_day for p in plant.phases if p.expected_day is not None], default=None)
    start = max(
        leave, _qualified_day(world, programme, plant, world.today if sop is None else sop, known=known)
    )
    if plant.id in programme.qualified and sum(each.share for each in programme.at(plant.id)) > 0:
        start = world.today
    at = max(start, programme.launch)
    free = max(
        known_capacity(plant, at) - booked(world, plant, at, without=programme.id),
        covered(world, plant, programme, at),
    )
    buyer, closed = programme.spec, long_closed(world)
    route = world.network.route(plant.spec.site, buyer.site, closed)
    shortest = world.network.shortest(plant.spec.site, buyer.site, closed)
    load = programme.lanes[plant.id].load_wh
    cost = None if route is None else _cost(world, programme, plant, route, need_day, need, known=known)
    nan = float("nan")
    least = certain(plant.spec.minimum_order_gwh)
    late = need_day + days(buyer.sourcing.bridge_months) < start and total(programme) <= 1 - 1e-9
    against = {
        "excluded": plant.id in buyer.sourcing.exclude_plants,
        "no cells": sop is None,
        "chemistry": buyer.chemistry not in plant.spec.chemistries,
        "format": buyer.format not in plant.spec.formats,
        "no route": route is None,
        "failed": programme.failed_until.get(plant.id, -1) >= world.today,
        "too small": need / 1e9 < least and share <= 0,
        "full": free <= 0,
        "too late": late,
    }
    return Candidate(
        plant=plant.id,
        incumbent_share=share,
        known=known,
        objections=tuple(what for what, holds in against.items() if holds),
        distance_km=nan if shortest is None else shortest.km,
        lead_time_days=nan if route is None else route.expected_days,
        lead_time_sd_days=nan if route is None else route.sd_days,
        cost=cost,
        kg_co2e_per_kwh=nan if route is None else route.kg_co2e_per_load * 1000 / load,
        free_gwh_per_year=free / 1e9,
        earliest_start_day=start,
        supply_risk=plant.spec.supply_risk,
        minimum_gwh_per_year=least,
    )


def _is_known(world: World, programme: Programme, plant: Plant) -> bool:
    """Whether the maker's group buys the supplier's cells, inside or outside of the simulated network."""
    oems = world.path.scenario.oems

    def group(oem: str) -> str:
        return oems[oem].group or oem

    own = group(programme.spec.oem)
    for other in world.programmes.values():
        if group(other.spec.oem) == own:
            for each in other.agreements:
                if each.share > 0 and world.plants[each.plant].spec.supplier == plant.spec.supplier:
                    return True
    return any(
        group(each.oem) == own
        and each.supplier == plant.spec.supplier
        and world.calendar.day_of(each.since) <= world.today
        for each in world.path.scenario.relationships.values()
    )


def _qualified_day(world: World, programme: Programme, plant: Plant, sop: int, *, known: bool) -> int:
    """Validated, opened and approved, all as planned."""
    return max(
        world.today + validation(programme, world, plant.id, known=known, planned=True),
        max(world.today, sop) + ppap(programme, world, plant.id, planned=True),
    )


def _cost(
    world: World, programme: Programme, plant: Plant, route: Route, need_day: int, need: float, *, known: bool
):
    """Landed cost on a day in the middle of the window."""
    spec = programme.spec.sourcing
    day = need_day + days(spec.window_months) // 2
    own = programme.at(plant.id)
    base = price(world, plant.id, programme, day, need / 1e9) * (own[0].price_factor if own else 1.0)
    load = programme.lanes[plant.id].load_wh
    cost = landed_cost(world, route, programme, plant.id, base=base, load_wh=load, day=day)
    eur = switching_cost(programme, plant.id, known=known)
    if need > 0 and eur > 0:
        cost = cost._replace(switching=eur / (need / 1000 * spec.term_years))
    return cost
