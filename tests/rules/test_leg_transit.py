import pytest

from sim.core.windows import ClosureWindow
from sim.rules.leg_transit import LegTransit, days_on_the_way, receipt_day

CLOSED = ClosureWindow(10, 15)
SLOW = ClosureWindow(10, 15, delay_days=2.0, closed=False)


@pytest.mark.parametrize(("departure", "legs", "days"), [
    (3, [(1.5, [])], 1.5),
    (3, [(1.5, []), (2.25, [])], 3.75),
    (12, [(1.5, [CLOSED])], 3 + 1.5),  # comes to a closed leg, waits until day 15
    (9, [(1.5, [CLOSED])], 1 + 5 + 0.5),  # a day on it, stands for five, half a day to go
    (8, [(1.5, []), (1.0, [CLOSED])], 1.5 + 0.5 + 5 + 0.5),  # on the second leg from 9.5 on
    (8, [(2.0, []), (1.0, [CLOSED])], 2.0 + 5 + 1.0),  # comes to it as it closes
    (14, [(1.0, []), (1.0, [CLOSED])], 2.0),  # comes to it as it opens
    (9, [(1.0, [CLOSED])], 1.0),  # has left it when it closes
    (12, [(1.5, [SLOW])], 3.5),
    (9, [(1.5, [SLOW])], 1.5),  # started before it was slow
    (15, [(1.5, [SLOW])], 1.5),
    (9, [(2.0, [CLOSED, ClosureWindow(15, 20), ClosureWindow(20, 22)])], 1 + 12 + 1.0),  # closures in a row
    (9, [(4.0, [CLOSED, ClosureWindow(17, 20)])], 1 + 5 + 2 + 3 + 1.0),
    (12, [(1.0, [ClosureWindow(9, 13), CLOSED])], 3 + 1.0),  # closed by two at once until both have ended
])  # fmt: skip
def test_days_on_the_way_by_hand(departure, legs, days):
    assert days_on_the_way(departure, [LegTransit(*leg) for leg in legs]) == days


@pytest.mark.parametrize(("days", "day"), [(0.0, 8), (0.3, 8), (1.0, 8), (1.001, 9), (6.5, 14)])
def test_receipt_is_on_the_first_whole_day_after_the_way_and_not_before_the_next(days, day):
    assert receipt_day(7, days) == day
