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
"""Of the sources of all compiled functions, which names the files of machine code.

Numba looks at the file of an entry alone to tell whether machine code is out of date, and not at those of what it calls; and
it cannot read a list of machine code at all that tells of types which have another name by now.
"""


def entry(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """A function that Python calls: compiled when it is first called, its machine code kept where that is possible."""
    function.__qualname__ += f"_{EDITION}"
    return cast("Callable[_Parameters, _Result]", kept(function))


def inner(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """A function that compiled functions call."""
    return cast("Callable[_Parameters, _Result]", njit(function))


def inlined(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """A function that is compiled into those that call it: for what is done in every step.

    Handing over all tables takes longer than most functions do; but each place that calls it takes longer to compile.
    """
    return cast("Callable[_Parameters, _Result]", njit(inline="always")(function))
