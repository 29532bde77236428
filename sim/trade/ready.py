"""Importing this has the machine code of the trade at hand: loaded from disk in a tenth of a second, or compiled in some."""

import numpy as np

from sim.trade.advance import advance, overdue
from sim.trade.tables import Tables


def _make_ready() -> None:
    tables = Tables.blank(np.arange(2), plants=1, programmes=1, days=2)
    next(advance(*tables))
    overdue(tables.cursor, tables.lanes, tables.calls, 0, 0, 0.0)


_make_ready()
