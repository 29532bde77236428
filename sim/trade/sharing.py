"""How a plant whose stock does not cover its call-offs shares it out, where that is simple: trucks of one size."""

from typing import Final, NamedTuple

from sim.core.arrays import IntArray
from sim.trade.call_offs import need_ahead_wh
from sim.trade.compiled import TableRow, inlined, inner
from sim.trade.tables import BY_CONTRACT, BY_PRIORITY, Rows

_NOT_SHARED: Final = -1
_LARGEST: Final = 4e18
"""Products beyond this are left to Python, whose numbers have no end."""
_DAYS_PER_YEAR: Final = 365
_WITHOUT_AGREEMENT: Final = 9
"""Priority of what was called off under agreements that are over."""


class Contracts(NamedTuple):
    """The tables that tell who may claim what by contract or priority."""

    programmes: Rows
    agreements: Rows
    books: IntArray
    needs: IntArray


@inner
def ration(plant: TableRow, background_wh: int, day: int, lanes: Rows, contracts: Contracts) -> bool:
    """Share out the stock of a plant, which is short; returns whether it could be done here.

    It gives what `sim.rules.allocation.allocate` gives, which knows every case. Lanes whose `granted_loads` are above 0 claim so
    many, and have what is granted to them there afterwards. They are in order of their programmes' ids.
    """
    waiting = 0
    for place in range(plant.first_lane, plant.end_lane):
        waiting += lanes[place].granted_loads > 0
    if plant.rule == BY_CONTRACT and waiting > 0 and (waiting > 1 or background_wh > 0):
        return background_wh == 0 and _share_by_contract(plant, day, lanes, contracts)
    left_wh, rank = plant.stock_wh, _first_rank(plant, background_wh, lanes, contracts)
    while rank >= 0:
        fine_wh = background_wh if plant.background_rank == rank else 0
        left_wh, served_wh = _share_by_call_offs(lanes, plant, rank, left_wh, fine_wh)
        if left_wh == _NOT_SHARED:
            return False
        if fine_wh > 0:
            plant.granted_wh = served_wh
        rank = _next_rank(lanes, plant, background_wh, rank)
    return True


@inner
def _first_rank(plant: TableRow, background_wh: int, lanes: Rows, contracts: Contracts) -> int:
    """Note the rank of each claim: its priority where that counts, else 0. Returns the first; -1: there is none."""
    by_priority = plant.rule == BY_PRIORITY
    plant.background_rank = plant.background_priority if by_priority else 0
    for place in range(plant.first_lane, plant.end_lane):
        lane = lanes[place]
        lane.rank = -1
        if lane.granted_loads > 0:
            lane.rank = _priority(lane.programme, place, contracts) if by_priority else 0
    return _next_rank(lanes, plant, background_wh, -1)


@inner
def _next_rank(lanes: Rows, plant: TableRow, background_wh: int, rank: int) -> int:
    """The rank that comes after one; -1: there is none."""
    found = plant.background_rank if background_wh > 0 and plant.background_rank > rank else -1
    for place in range(plant.first_lane, plant.end_lane):
        lane = lanes[place]
        if lane.rank > rank and (found < 0 or lane.rank < found):
            found = lane.rank
    return int(found)


@inner
def _priority(buyer: int, lane: int, contracts: Contracts) -> int:
    """The best priority of a programme's agreements on a lane."""
    best = -1
    for entry in range(contracts.programmes[buyer].booked):
        agreement = contracts.agreements[contracts.books[buyer, entry]]
        if agreement.lane == lane and (best < 0 or agreement.priority < best):
            best = agreement.priority
    return int(best) if best >= 0 else _WITHOUT_AGREEMENT


@inner
def _share_by_call_offs(
    lanes: Rows, plant: TableRow, rank: int, offered_wh: int, fine_wh: int
) -> tuple[int, int]:
    """Share an offer within a rank pro rata to call-offs: what is left of it (or _NOT_SHARED), and what outside customers get.

    Those come with call-offs of `fine_wh` in any amount. Trucks get together the whole number nearest to what is due to them.
    """
    size = claimed = claimed_wh = 0
    one_size = True
    for place in range(plant.first_lane, plant.end_lane):
        lane = lanes[place]
        if lane.rank == rank:
            one_size = one_size and size in (0, lane.load_wh)
            size = lane.load_wh
            claimed += lane.granted_loads
            claimed_wh += lane.granted_loads * lane.load_wh
    total_wh = claimed_wh + fine_wh
    if total_wh <= offered_wh:
        return offered_wh - total_wh, fine_wh
    if claimed == 0:
        return 0, offered_wh
    if not one_size or 2.0 * offered_wh * claimed + total_wh > _LARGEST:
        return _NOT_SHARED, 0
    count = offered_wh // size
    if fine_wh > 0:
        count = min(count, (2 * offered_wh * claimed + total_wh) // (2 * total_wh))
    left_wh = offered_wh - count * size
    if left_wh >= size + fine_wh and count < claimed:
        return _NOT_SHARED, 0
    for place in range(plant.first_lane, plant.end_lane):
        lane = lanes[place]
        lane.rest = -1
        if lane.rank == rank:
            due = offered_wh * lane.granted_loads
            lane.granted_loads, lane.rest = due // total_wh, due % total_wh
            count -= lane.granted_loads
    _grant_the_rest(lanes, plant, count)
    return left_wh - min(fine_wh, left_wh), min(fine_wh, left_wh)


@inner
def _share_by_contract(plant: TableRow, day: int, lanes: Rows, contracts: Contracts) -> bool:
    """Share the stock pro rata to what is contracted for the time since each lane's last shipment; returns whether it was done.

    So a buyer whose due is less than a truck a step still gets one in its turn. What one does not need goes to the others in the
    same proportion; not done here where nothing is contracted among those who are left, or trucks are not of one size.
    """
    size = 0
    for place in range(plant.first_lane, plant.end_lane):
        lane = lanes[place]
        lane.weight_wh = -1
        if lane.granted_loads > 0:
            yearly_wh = _contracted_wh_per_year(lane.programme, place, day, contracts)
            since = day - lane.last_shipped_day
            if size not in (0, lane.load_wh) or float(yearly_wh) * since > _LARGEST:
                return False
            size = lane.load_wh
            lane.weight_wh = yearly_wh * since // _DAYS_PER_YEAR
    left_wh, total_wh = _fill_those_due_all(lanes, plant, size)
    if total_wh == 0:
        return False
    count = plant.stock_wh // size
    for place in range(plant.first_lane, plant.end_lane):
        lane = lanes[place]
        lane.rest = -1
        if lane.weight_wh >= 0:
            due = left_wh * lane.weight_wh
            lane.granted_loads, lane.rest = due // (size * total_wh), due % (size * total_wh)
        count -= lane.granted_loads
    _grant_the_rest(lanes, plant, count)
    return True


@inner
def _fill_those_due_all(lanes: Rows, plant: TableRow, size: int) -> tuple[int, int]:
    """Leave their whole claim to lanes whose due, by weight, covers it, until there is none such; they have no weight then.

    Returns what is left of the stock and the weight of the others; 0 for that where it is not for here.
    """
    left_wh = plant.stock_wh
    while True:
        total_wh = 0
        for place in range(plant.first_lane, plant.end_lane):
            total_wh += max(0, lanes[place].weight_wh)
        filled_wh = 0
        for place in range(plant.first_lane, plant.end_lane):
            lane = lanes[place]
            if lane.weight_wh >= 0:
                largest = max(float(left_wh) * lane.weight_wh, float(size) * total_wh * lane.granted_loads)
                if largest > _LARGEST:
                    return 0, 0
                if left_wh * lane.weight_wh >= size * total_wh * lane.granted_loads:
                    filled_wh += size * lane.granted_loads
                    lane.weight_wh = -1
        if total_wh == 0 or filled_wh == 0:
            return left_wh, total_wh
        left_wh -= filled_wh


@inlined
def share_on(agreement: TableRow, day: int) -> float:
    """Share expected on a day, as known now: what `Commitment.share_on` tells of the same agreement."""
    return float(agreement.planned_share if day >= agreement.planned_day else agreement.share)


@inner
def _contracted_wh_per_year(buyer: int, lane: int, day: int, contracts: Contracts) -> int:
    """What a programme needs in the year to come and has booked on a lane, Wh."""
    share = 0.0
    for entry in range(contracts.programmes[buyer].booked):
        agreement = contracts.agreements[contracts.books[buyer, entry]]
        if agreement.lane == lane:
            share += share_on(agreement, day)
    return int(need_ahead_wh(contracts.needs, buyer, day, _DAYS_PER_YEAR) * share)


@inner
def _grant_the_rest(lanes: Rows, plant: TableRow, count: int) -> None:
    """One load more for each of the greatest rests, the first of equal ones, up to a count."""
    for _ in range(count):
        chosen = -1
        for place in range(plant.first_lane, plant.end_lane):
            rest = lanes[place].rest
            if rest >= 0 and (chosen < 0 or rest > lanes[chosen].rest):
                chosen = place
        if chosen < 0:
            return
        lanes[chosen].granted_loads += 1
        lanes[chosen].rest = -1
