"""What is handed over to compiled code and back is looked at, and a planted wrong row is noticed."""

import numpy as np
import pytest

from sim.trade.tables import CALL_OFFS, TradeTables
from tests.trade.hand_over import look_at
from tests.trade.small import agree, go, tables


@pytest.fixture
def traded() -> TradeTables:
    """Tables after a call-off."""
    of = tables(plants=2, programmes=2)
    agree(of, 0, 0, 0, share=1.0)
    of.programmes["stock_wh"][0] = -3
    go(of, CALL_OFFS)
    assert of.cursor["calls"][0] == 1
    look_at(of)
    return of


@pytest.mark.parametrize(
    ("table", "column", "row", "wrong"),
    [
        ("lanes", "programme", 1, 2),
        ("lanes", "plant", 3, -1),
        ("lanes", "route", 0, 64),
        ("lanes", "oldest_call", 0, 1),
        ("lanes", "latest_call", 0, -2),
        ("lanes", "backlog_loads", 0, -1),
        ("plants", "end_lane", 1, 5),
        ("programmes", "booked", 0, 17),
        ("programmes", "sources", 1, -1),
        ("agreements", "lane", 0, 4),
        ("calls", "account", 0, 64),
        ("calls", "next", 0, 1),
        ("cursor", "calls", 0, 10_000),
        ("cursor", "step", 0, 42),
    ],
)
def test_a_wrong_row_is_noticed(traded, table, column, row, wrong):
    getattr(traded, table)[column][row] = wrong
    with pytest.raises(AssertionError):
        look_at(traded)


def test_a_wrong_row_of_a_book_and_of_what_is_due_is_noticed(traded):
    for name, place in (("books", (0, 0)), ("due", 1)):
        table = getattr(traded, name)
        kept, table[place] = table[place], 64
        with pytest.raises(AssertionError, match="64"):
            look_at(traded)
        table[place] = kept
    look_at(traded)


def test_a_table_of_another_type_or_shape_is_noticed(traded):
    for wrong in (
        {"books": traded.books.astype(np.int32)},
        {"arrivals": traded.arrivals[:, :-1].copy()},
        {"needs": np.asfortranarray(traded.needs)},
        {"due": traded.due[:-1]},
    ):
        with pytest.raises(AssertionError):
            look_at(traded._replace(**wrong))
