"""Garbage: what a run or a picture leaves when it is gone, swept up at once and looked at but once."""

import gc
from collections.abc import Callable
from typing import TypeVar

from sim.model.replication import uncollected

Made = TypeVar("Made")


def swept(make: Callable[[], Made]) -> Made:
    """What is made, and nothing left of what it was made with.

    A run's world, like a picture's figure, is ten thousands of objects, many of them in circles. The collector
    looks at them once, when only the result is still in use, and what comes next finds their memory; by itself it
    would look at them several times while they are needed.
    """
    with uncollected():
        made = make()
        gc.collect(0)
    return made
