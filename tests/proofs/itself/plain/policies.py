"""Policies: what a programme makes of the view of a review, with exact fractions, as docs/explanation/model.md says it."""

import datetime as dt
import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, Protocol

from sim.scenario.types.policies import Policy, WeightedPolicy

WHOLE = 10**9
"""Parts of the whole supply."""
ROUNDING = Fraction(1, 10**12)
"""Share of a score that is rounding."""
Placed = dict[str, int]


class Cost(Protocol):
    """A landed cost, EUR/kWh."""

    @property
    def total(self) -> float: ...


class Facts(Protocol):
    """What a policy reads of a plant."""

    plant: str
    incumbent_share: float
    objections: tuple[str, ...]
    distance_km: float
    cost: Cost | None
    kg_co2e_per_kwh: float
    lead_time_sd_days: float
    supply_risk: float
    free_gwh_per_year: float
    minimum_gwh_per_year: float
    earliest_start_day: int


class Seen(Protocol):
    """What a policy reads of a view."""

    date: str
    requirement_gwh_per_year: float
    threshold: float
    candidates: tuple[Facts, ...]


class Outcome(NamedTuple):
    """An award."""

    shares: tuple[tuple[str, float], ...]
    """(plant, share) by plant id."""
    unsourced_share: float
    changed: bool
    ranks: dict[str, int]

    def share(self, plant: str) -> float:
        return dict(self.shares).get(plant, 0.0)


@dataclass
class Bid:
    """An eligible plant; shares in parts of the whole."""

    plant: str
    score: float
    today: int
    room: int
    """What it has free."""
    least: int
    """Fewest parts that it takes."""
    start: int

    def takes(self, wanted: int, has: int = 0) -> int:
        """Parts of those wanted that it takes on top of what it has been given."""
        more = min(wanted, self.room - has)
        return more if has + more >= self.least else 0


@dataclass
class Table:
    """The bids of a review, best first, and what each plant supplies today."""

    bids: list[Bid]
    today: Placed
    threshold: float
    room: Placed = field(default_factory=dict)
    """What each plant has free, eligible or not."""


def parts_free(gwh: float, needed: float) -> int:
    """Whole billionths of what is needed, rounded down; a thousandth of one is taken for rounding."""
    if not gwh > 0:
        return 0
    return min(WHOLE, math.floor(Fraction(gwh) / Fraction(needed) * WHOLE + Fraction(1, 1000)))


def award(policy: Policy, seen: Seen) -> Outcome:
    """Who is to supply which share of the programme."""
    if policy.kind in {"stay", "award"}:
        table = _table(seen, {each.plant: each.distance_km for each in _eligible(seen)})
        placed = table.today if policy.kind == "stay" else _fixed(policy.plant, policy.date, seen, table)
    else:
        table = _table(seen, _scores(policy, seen))
        placed = table.today if seen.requirement_gwh_per_year == 0 else _by_rank(policy, table)
    return _outcome(seen, table, placed)


def _eligible(seen: Seen) -> list[Facts]:
    return sorted((each for each in seen.candidates if not each.objections), key=lambda each: each.plant)


def _scores(policy: Policy, seen: Seen) -> dict[str, float]:
    ranking = policy.ranking if policy.kind == "dual" else policy.kind
    if ranking == "weighted":
        return _weighted(policy, _eligible(seen))
    if ranking == "nearest":
        return {each.plant: each.distance_km for each in _eligible(seen)}
    return {each.plant: each.cost.total for each in _eligible(seen)}


def _weighted(policy: WeightedPolicy, plants: list[Facts]) -> dict[str, float]:
    columns = [
        (policy.distance, [each.distance_km for each in plants]),
        (policy.cost, [each.cost.total for each in plants]),
        (policy.emissions, [each.kg_co2e_per_kwh for each in plants]),
        (policy.lead_time_spread, [each.lead_time_sd_days for each in plants]),
    ]
    points = dict.fromkeys([each.plant for each in plants], 0.0)
    for weight, values in columns:
        spread = max(values, default=0.0) - min(values, default=0.0)
        for each, value in zip(plants, values, strict=True):
            points[each.plant] += weight * ((value - min(values)) / spread if spread else 0.0)
    for each in plants:
        points[each.plant] += policy.supply_risk * each.supply_risk
    return points


def _table(seen: Seen, scores: dict[str, float]) -> Table:
    supplying = [each for each in seen.candidates if each.incumbent_share > 0]
    supplying.sort(key=lambda each: (-each.incumbent_share, each.plant))
    today = {each.plant: round(each.incumbent_share * WHOLE) for each in supplying}
    lost = WHOLE - sum(today.values())
    if today and abs(lost) <= len(today):
        today[supplying[0].plant] += lost
    needed, bids = seen.requirement_gwh_per_year, []
    room = {
        each.plant: parts_free(each.free_gwh_per_year, needed) if needed else 0 for each in seen.candidates
    }
    for each in _eligible(seen):
        least = parts_free(each.minimum_gwh_per_year, needed) if needed else 0
        has = today.get(each.plant, 0)
        least = min(least, has) if has else least
        bids.append(
            Bid(each.plant, scores[each.plant], has, room[each.plant], least, each.earliest_start_day)
        )
    bids.sort(key=lambda bid: (bid.score, -bid.today, bid.start, bid.plant))
    return Table(bids, today, seen.threshold, room)


def _outcome(seen: Seen, table: Table, placed: Placed) -> Outcome:
    exact = {each.plant: each.incumbent_share for each in seen.candidates}
    shares = [
        (plant, exact[plant] if table.today.get(plant) == parts else parts / WHOLE)
        for plant, parts in sorted(placed.items())
    ]
    unsourced = (WHOLE - sum(placed.values())) / WHOLE
    ranks = {bid.plant: place for place, bid in enumerate(table.bids, start=1)}
    return Outcome(tuple(shares), unsourced, placed != table.today, ranks)


def _fixed(plant: str, date: dt.date, seen: Seen, table: Table) -> Placed:
    """All that the plant can give, from the date on."""
    due = dt.date.fromisoformat(seen.date) >= date and seen.requirement_gwh_per_year > 0
    if not due or plant not in {bid.plant for bid in table.bids}:
        return table.today
    parts = max(table.room[plant], table.today.get(plant, 0))
    return _left_over(table, {plant: parts}) if parts else table.today


def _by_rank(policy: Policy, table: Table) -> Placed:
    fresh, loyal = _proposals(policy, table)
    given, kept = sum(fresh.values()), sum(loyal.values())
    better = given > kept or (given == kept and fresh != loyal and _beats(table, fresh, loyal))
    return _left_over(table, fresh if better else loyal)


def _beats(table: Table, fresh: Placed, loyal: Placed) -> bool:
    """Whether a mean score is better than another by more than the threshold."""
    if math.isinf(table.threshold) or not loyal:
        return False
    score = {bid.plant: Fraction(bid.score) for bid in table.bids}
    new, old = (sum(parts * score[plant] for plant, parts in each.items()) for each in (fresh, loyal))
    return bool(old - new > 0 and old - new > (Fraction(table.threshold) + ROUNDING) * abs(old))


def _proposals(policy: Policy, table: Table) -> tuple[Placed, Placed]:
    """As if nobody supplied the programme, and with today's suppliers in front."""
    kept = {bid.plant: min(bid.today, bid.room) for bid in table.bids if min(bid.today, bid.room) > 0}
    if policy.kind != "dual":
        return _place(table.bids, {}), _place(_favoured(table), kept)
    incumbents_first = sorted(table.bids, key=lambda bid: -bid.today)
    loyal = _two(incumbents_first, policy.first_share)
    if len(kept) > 1 and sum(loyal.values()) < WHOLE:
        loyal = _place(_favoured(table), kept)
    else:
        loyal = _place_on(incumbents_first, loyal)
    return _place_on(table.bids, _two(table.bids, policy.first_share)), loyal


def _favoured(table: Table) -> list[Bid]:
    """With the threshold in favour of those that supply today, who come first at equal scores."""

    def score(bid: Bid) -> float:
        off = table.threshold * abs(bid.score) if bid.today and bid.score else 0.0
        return float(f"{bid.score - off:.12g}")

    return sorted(table.bids, key=lambda bid: (score(bid), bid.today == 0))


def _two(bids: list[Bid], first_share: float) -> Placed:
    """The first share to who takes most of it, the second to who else takes most of that."""
    placed: Placed = {}
    first = round(first_share * WHOLE)
    for wanted in (first, WHOLE - first):
        most, taker = 0, ""
        for bid in bids:
            if bid.plant not in placed and bid.takes(wanted) > most:
                most, taker = bid.takes(wanted), bid.plant
        if most:
            placed[taker] = most
    return placed


def _place_on(bids: list[Bid], pair: Placed) -> Placed:
    """What two cannot give: they are asked first, then the others."""
    return _place(
        [bid for bid in bids if bid.plant in pair] + [bid for bid in bids if bid.plant not in pair], pair
    )


def _place(bids: list[Bid], placed: Placed) -> Placed:
    """What is missing to the first that takes all of it, else to one after the other."""
    placed = dict(placed)
    rest = WHOLE - sum(placed.values())
    for bid in bids if rest else []:
        has = placed.get(bid.plant, 0)
        if bid.takes(rest, has) == rest:
            return {**placed, bid.plant: has + rest}
    for bid in bids:
        has = placed.get(bid.plant, 0)
        more = bid.takes(rest, has)
        if more:
            placed[bid.plant] = has + more
            rest -= more
    return _make_room(bids, placed, rest) if rest else placed


def _make_room(bids: list[Bid], placed: Placed, rest: int) -> Placed:
    """The first that would come in, were the rest not under its least, gets this; the last in rank give of theirs."""
    too_small = [bid for bid in bids if bid.plant not in placed and rest < bid.least <= bid.room]
    if not too_small:
        return placed
    newcomer, roomy = too_small[0], dict(placed)
    missing = newcomer.least - rest
    for bid in reversed(bids):
        if bid.plant in placed and missing:
            given = min(missing, max(0, placed[bid.plant] - bid.least))
            roomy[bid.plant] -= given
            missing -= given
    if missing:
        return placed
    return {plant: parts for plant, parts in roomy.items() if parts} | {newcomer.plant: newcomer.least}


def _left_over(table: Table, placed: Placed) -> Placed:
    """What nobody takes stays where it is, with plants that got nothing: as far as they have it free."""
    placed = dict(placed)
    for plant, parts in table.today.items():
        rest = WHOLE - sum(placed.values())
        kept = min(parts, table.room[plant], rest)
        if plant not in placed and kept > 0:
            placed[plant] = kept
    return placed
