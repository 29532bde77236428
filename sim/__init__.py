"""Who supplies whom with battery cells, from when, over which route and at what cost: a simulation.

>>> import sim
>>> study = sim.compare("scenarios/my-question.toml", replications=200)

The names below come from `sim.api`, which is imported when one of them is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.api import (
        Cluster,
        ComparisonStudy,
        LoadedScenario,
        MonteCarloStudy,
        OneProcessAlone,
        Run,
        UnknownName,
        WrongUse,
        compare,
        load,
        monte_carlo,
        open_results,
        run,
    )

__all__ = [
    "Cluster",
    "ComparisonStudy",
    "LoadedScenario",
    "MonteCarloStudy",
    "OneProcessAlone",
    "Run",
    "UnknownName",
    "WrongUse",
    "compare",
    "load",
    "monte_carlo",
    "open_results",
    "run",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module("sim.api"), name)


def __dir__() -> list[str]:
    return [*__all__, "__doc__"]
