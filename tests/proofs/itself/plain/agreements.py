"""Agreements: shares that start, phase in, give way, run on and end, and what has to be taken of them."""

from tests.proofs.itself.plain.costs import price
from tests.proofs.itself.plain.diary import Hour
from tests.proofs.itself.plain.growth import days
from tests.proofs.itself.plain.things import Agreement, Programme, World


def enter(programme: Programme, agreement: Agreement) -> None:
    """Put an agreement into its place by id."""
    programme.agreements.append(agreement)
    programme.agreements.sort(key=lambda each: each.id)


def total(programme: Programme) -> float:
    """Share of the need that is sourced now."""
    return sum(each.share for each in programme.agreements)


def change(world: World, programme: Programme, agreement: Agreement, by: float) -> None:
    """Move a share from today on; what has come to nothing, and is to be nothing, is over."""
    if agreement not in programme.agreements:
        return
    write_down(world, programme, agreement, world.today)
    share = max(0.0, agreement.share + by)
    agreement.share = agreement.planned if abs(share - agreement.planned) < 1e-9 else share
    agreement.since = world.today if agreement.share > 0 else None
    for each in programme.agreements:
        each.behind = 0.0
    if agreement.share <= 0 and agreement.planned <= 0:
        programme.agreements.remove(agreement)


def write_down(world: World, programme: Programme, agreement: Agreement, end: int) -> None:
    """A stretch of constant share is over."""
    if agreement.since is not None and end > agreement.since:
        world.periods.append((
            agreement.id, programme.id, agreement.plant, agreement.since, end, agreement.share,
            agreement.price_factor, agreement.priority,
        ))  # fmt: skip


def make_way(programme: Programme, newcomer: Agreement) -> None:
    """Those in force give way to one that is to start: the earliest term's end first, open ones last, then by id."""
    here = newcomer.planned
    for each in programme.agreements:
        if each is not newcomer and each.planned > 0:
            in_force = each.share > 0 or each.planned_day <= newcomer.planned_day
            handed_over = each.share <= 0 and newcomer.share <= 0 and each.term_end is not None
            if in_force and not (handed_over and newcomer.planned_day >= each.term_end):
                here += each.planned
    excess = round(here - 1, 9)
    givers = [each for each in programme.agreements if each is not newcomer and each.share > 0]
    for giver in sorted(givers, key=lambda each: (each.term_end is None, each.term_end or 0, each.id)):
        amount = min(excess, giver.planned)
        if amount > 0:
            giver.planned = round(giver.planned - amount, 9)
            giver.planned_day = newcomer.planned_day
            excess = round(excess - amount, 9)


def phase_in(world: World, programme: Programme, agreement: Agreement, months: int) -> None:
    """The first part today, then one a month; while the plant is late the next part waits."""
    first, part = world.today, agreement.planned / max(1, months)

    def move(month: int) -> None:
        if agreement.share >= agreement.planned or agreement not in programme.agreements:
            return
        lane = programme.lanes[agreement.plant]
        if month == 0 or not lane.is_late(world.today, programme.spec.safety_days):
            left = agreement.planned - agreement.share
            gain = min(left, part)
            _take_from_others(world, programme, agreement, gain)
            change(world, programme, agreement, gain)
        world.diary.note(first + days(month + 1), Hour.AGREEMENTS, programme.rank, lambda: move(month + 1))

    move(0)


def _take_from_others(world: World, programme: Programme, newcomer: Agreement, gain: float) -> None:
    """Those planned to shrink give what is over the whole, in order of id."""
    excess = round(total(programme) + gain - 1.0, 9)
    for giver in list(programme.agreements):
        amount = min(excess, round(giver.share - giver.planned, 9))
        if giver is not newcomer and amount > 0:
            change(world, programme, giver, -amount)
            excess = round(excess - amount, 9)


def plan_start(world: World, programme: Programme, agreement: Agreement) -> None:
    """An agreement of the scenario that starts later: on its day, or at its plant's SOP if that is later."""
    plant = world.plants[agreement.plant]

    def look() -> None:
        if any(phase.started for phase in plant.phases):
            world.diary.note(world.today, Hour.AGREEMENTS, programme.rank, start)
        else:
            plant.waiting.append(look)

    def start() -> None:
        if agreement in programme.agreements:
            programme.validated.add(agreement.plant)
            programme.qualified.add(agreement.plant)
            agreement.planned_day = world.today
            make_way(programme, agreement)
            phase_in(world, programme, agreement, programme.spec.sourcing.phase_in_months)

    world.diary.note(agreement.planned_day, Hour.AGREEMENTS, programme.rank, look)


def plan_minimum_take(world: World, programme: Programme, agreement: Agreement) -> None:
    """At the end of each agreement year, pay for what had to be taken and was not called off."""
    first = max(0, agreement.planned_day)

    def settle(year: int, called_before: int) -> None:
        begin, today = first + 365 * year, world.today
        if agreement.share <= 0 and agreement.planned <= 0:
            return
        if agreement.term_end is not None and agreement.term_end < today:
            return
        contract = agreement.contract
        if contract is None:
            contract = int(agreement.share * programme.need_between(begin, begin + 365))
        missing = max(agreement.take * contract - (agreement.called - called_before), 0.0)
        each = price(world, agreement.plant, programme, today, programme.yearly(today, today + 1) / 1e9)
        failed = programme.failed_until.get(agreement.plant, begin) > begin
        late = programme.lanes[agreement.plant].is_late(today, programme.spec.safety_days)
        if missing > 0 and not failed and not late:
            eur = missing / 1000 * (each * agreement.price_factor)
            world.payments.append((programme.id, agreement.plant, today, "take-or-pay", eur))
        note(year + 1)

    def note(year: int) -> None:
        called, day = agreement.called, first + 365 * (year + 1)
        world.diary.note(day, Hour.AGREEMENTS, programme.rank, lambda: settle(year, called))

    note(0)
