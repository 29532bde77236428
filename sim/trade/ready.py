"""Importing this has the machine code of the trade at hand: loaded from disk in a tenth of a second, or compiled in some."""

import numpy as np

from sim.trade.advance import advance, overdue
from sim.trade.tables import Tables

_TABLES = Tables.blank(np.arange(2), plants=1, programmes=1, days=2)
next(advance(*_TABLES))
overdue(_TABLES.cursor, _TABLES.lanes, _TABLES.calls, 0, 0, 0.0)
