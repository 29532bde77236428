"""Importing this has the machine code of the trade at hand: loaded from disk in a tenth of a second, or compiled in some."""

import numpy as np

from sim.trade.advance import advance
from sim.trade.tables import TradeTables


def _make_ready() -> None:
    next(advance(TradeTables.blank(np.arange(2), plants=1, programmes=1, days=2)))


_make_ready()
