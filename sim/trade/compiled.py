"""Compiling: Python functions over rows of numbers become machine code, kept on disk from one process to the next."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar, cast

from numba import njit

from sim.trade.machine_code import kept

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
TableRow = Any
"""One row of a table."""

EDITION: Final = hashlib.sha256(
    b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
).hexdigest()[:16]
"""Of the sources of all compiled functions.

Numba looks at the file of an entry alone to tell whether machine code is out of date, and not at those of what it calls.
So every entry is given a table (the cursor) one of whose columns has the edition for a name: other sources are other types.
"""


def entry(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """A function that Python calls: compiled when it is first called, its machine code kept where that is possible."""
    return cast("Callable[_Parameters, _Result]", kept(function))


def inner(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """A function that compiled functions call."""
    return cast("Callable[_Parameters, _Result]", njit(function))


def inlined(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """A function that is compiled into those that call it: for what is done in every step.

    Handing over all tables takes longer than most functions do; but each place that calls it takes longer to compile.
    """
    return cast("Callable[_Parameters, _Result]", njit(inline="always")(function))
