"""Switches: what an award moves, and how it becomes supply or is abandoned."""

from dataclasses import dataclass

from tests.proofs.itself.plain.agreements import enter, phase_in
from tests.proofs.itself.plain.diary import Hour
from tests.proofs.itself.plain.growth import days
from tests.proofs.itself.plain.policies import Outcome
from tests.proofs.itself.plain.reviews import FOR_CAUSE, View, ask, ppap, switching_cost, validation
from tests.proofs.itself.plain.things import Agreement, Plant, Programme, World

NOISE = 1e-9


@dataclass
class Switch:
    """Share that goes to a plant, and whose it was."""

    plant: Plant
    share: float
    givers: list[tuple[Agreement, float]]
    promised: int
    known: bool
    for_cause: bool
    decided: int = 0
    agreement: Agreement | None = None


class Losses:
    """What an award takes away: first what nobody supplies, then planned shares in order of agreement."""

    def __init__(self, programme: Programme, award: Outcome) -> None:
        keep = dict(award.shares)
        self.nobody = max(0.0, 1.0 - sum(each.planned for each in programme.agreements))
        self.spare: list[list] = []
        for agreement in programme.agreements:
            kept = min(agreement.planned, keep.get(agreement.plant, 0.0))
            keep[agreement.plant] = keep.get(agreement.plant, 0.0) - kept
            self.spare.append([agreement, agreement.planned - kept])

    def take(self, wanted: float) -> list[tuple[Agreement, float]]:
        """From whom how much of a gain comes."""
        free = min(wanted, self.nobody)
        self.nobody -= free
        wanted -= free
        taken = []
        for entry in self.spare:
            amount = min(wanted, entry[1])
            wanted, entry[1] = wanted - amount, entry[1] - amount
            if amount > NOISE:
                taken.append((entry[0], round(amount, 9)))
        return taken


def carry_out(world: World, programme: Programme, seen: View, award: Outcome) -> None:
    """Take back what plants were to lose, then reserve, pay for and begin what they gain beyond that."""
    losses, switches = Losses(programme, award), []
    failing = {plant for plant, day in programme.failed_until.items() if day >= world.today}
    for candidate in seen.candidates:
        gain = award.share(candidate.plant) - candidate.incumbent_share
        gain -= _take_back(programme, candidate.plant, losses, gain)
        if gain > NOISE:
            givers = losses.take(gain)
            cause = seen.trigger in FOR_CAUSE
            cause = cause or any(giver.plant in failing for giver, _ in givers)
            switches.append(
                Switch(
                    world.plants[candidate.plant],
                    gain,
                    givers,
                    candidate.earliest_start_day,
                    candidate.known,
                    cause,
                )
            )
    for switch in switches:
        if switch.share >= programme.spec.sourcing.least_change:
            _begin(world, programme, switch)


def _take_back(programme: Programme, plant: str, losses: Losses, gain: float) -> float:
    back = 0.0
    for agreement in programme.at(plant):
        amount = min(gain - back, agreement.share - agreement.planned)
        if amount > NOISE:
            for giver, given in losses.take(amount):
                giver.planned = max(0.0, round(giver.planned - given, 9))
            agreement.planned = round(agreement.planned + amount, 9)
            back += amount
    return back


def _begin(world: World, programme: Programme, switch: Switch) -> None:
    spec, plant = programme.spec.sourcing, switch.plant.id
    programme.awards += 1
    switch.decided = world.today
    switch.agreement = Agreement(
        id=f"{programme.id}-award-{programme.awards:02d}",
        plant=plant,
        priority=min(programme.priority_at(plant), 2),
        price_factor=1.0,
        share=0.0,
        planned=switch.share,
        planned_day=switch.promised,
        notice=spec.notice_days,
        short_notice=spec.notice_days,
        term_end=switch.promised + 365 * spec.term_years,
    )
    enter(programme, switch.agreement)
    for giver, amount in switch.givers:
        giver.planned = max(0.0, round(giver.planned - amount, 9))
        giver.planned_day = switch.promised
    eur = switching_cost(programme, plant, known=switch.known)
    if eur > 0:
        world.payments.append((programme.id, plant, world.today, "switching", eur))
    programme.switching += 1
    world.diary.note(world.today, Hour.AT_ONCE, 0, lambda: _qualify(world, programme, switch))


def _fact(programme: Programme, switch: Switch, start: int, abandoned: int, outcome: str) -> tuple:
    most = max(switch.givers, key=lambda pair: (pair[1], pair[0].plant), default=None)
    return (
        programme.id, switch.plant.id, "" if most is None else most[0].plant, switch.share, switch.decided,
        switch.promised, start, abandoned, outcome,
    )  # fmt: skip


def _qualify(world: World, programme: Programme, switch: Switch) -> None:
    """Wait until the plant and every phase that was counted on have opened; give up where that has no hope."""
    plant = switch.plant
    world.pending[programme.id, switch.agreement.id] = _fact(programme, switch, -1, -1, "pending")
    counted = [
        p
        for p in plant.phases
        if not p.started and p.expected_day is not None and p.expected_day <= switch.promised
    ]
    validated = switch.decided + validation(programme, world, plant.id, known=switch.known, planned=False)

    def look() -> None:
        if any(p.started for p in plant.phases) and all(p.started for p in counted):
            _await_start(world, programme, switch, validated)
        elif _hopeless():
            _abandon(world, programme, switch)
        else:
            plant.waiting.append(look)

    def _hopeless() -> bool:
        if any(p.expected_day is None for p in counted) or all(p.expected_day is None for p in plant.phases):
            return True
        sop = max([p.expected_day for p in counted], default=world.today)
        expected = max(min(validated, world.today), sop + ppap(programme, world, plant.id, planned=True))
        return expected - switch.promised > days(programme.spec.sourcing.patience_months)

    look()


def _await_start(world: World, programme: Programme, switch: Switch, validated: int) -> None:
    approved = world.today + ppap(programme, world, switch.plant.id, planned=False)
    start = max(validated, approved)
    for giver, _ in switch.givers:
        start = max(start, switch.decided if switch.for_cause else giver.may_leave(switch.decided))
    switch.agreement.planned_day = start
    for giver, _ in switch.givers:
        giver.planned_day = start
    world.diary.note(start, Hour.AGREEMENTS, programme.rank, lambda: _start(world, programme, switch))


def _start(world: World, programme: Programme, switch: Switch) -> None:
    spec = programme.spec.sourcing
    programme.validated.add(switch.plant.id)
    programme.qualified.add(switch.plant.id)
    del world.pending[programme.id, switch.agreement.id]
    world.switches.append(_fact(programme, switch, world.today, -1, "started"))
    switch.agreement.term_end = world.today + 365 * spec.term_years
    programme.switching -= 1
    phase_in(world, programme, switch.agreement, 1 if switch.for_cause else spec.phase_in_months)


def _abandon(world: World, programme: Programme, switch: Switch) -> None:
    programme.agreements.remove(switch.agreement)
    for giver, amount in switch.givers:
        giver.planned = round(giver.planned + amount, 9)
    programme.switching -= 1
    del world.pending[programme.id, switch.agreement.id]
    world.switches.append(_fact(programme, switch, -1, world.today, "abandoned"))
    ask(world, programme, "switch abandoned")
