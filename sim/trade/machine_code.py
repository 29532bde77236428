"""Where machine code is kept: beside its sources, in the user's cache, in a temporary folder of the user's own, or nowhere."""

import multiprocessing
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from numba import config, njit

_PRIVATE: Final = 0o700
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_UNKEPT: Final = (
    "machine code cannot be kept anywhere (NUMBA_CACHE_DIR names a folder for it): "
    "compiling takes some ten seconds each time"
)


def kept(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - Numba's dispatcher has no type
    """A function to be compiled, whose machine code is kept where that is possible.

    Every process finds the same place by itself, for all look in the same order. Without any the process that the user
    started says so, once.
    """
    try:
        return njit(cache=True)(function)
    except RuntimeError:  # Numba has no place for it
        found = _temporary(function)
    if found is None:
        _say_once()
        return njit(function)
    return found


def _temporary(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - as above
    folder = private_folder()
    if folder is None:
        return None
    settings: Any = config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(folder)  # looked at here, when the place is chosen, and not later
    try:
        return njit(cache=True)(function)
    except RuntimeError:
        return None
    finally:
        settings.CACHE_DIR = before


def private_folder() -> Path | None:
    """A temporary folder into which nobody else can write, made where it is missing; None where there can be none.

    What is found there is run: a folder that another user made, or may write into, is not taken.
    """
    owner = os.getuid() if hasattr(os, "getuid") else "own"
    try:
        folder = Path(tempfile.gettempdir()) / f"cellswitch-{owner}"
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    ours = owner == "own" or (found.st_uid == owner and not found.st_mode & _OTHERS)
    return folder if stat.S_ISDIR(found.st_mode) and ours else None


_said: list[str] = []


def _say_once() -> None:
    # Of workers, and of the server that they are forked from, the second is true while they import.
    inside = multiprocessing.parent_process() is not None or hasattr(
        multiprocessing.current_process(), "_inheriting"
    )
    if not (_said or inside or sys.stderr is None):
        _said.append(_UNKEPT)
        print(_UNKEPT, file=sys.stderr)
