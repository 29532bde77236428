"""Asked: the arguments of a call, each made what it is to be, and every fault of them told at once."""

import datetime as dt
import math
import operator
from collections.abc import Callable, Mapping
from numbers import Real
from pathlib import Path
from typing import Final, TypeVar, cast

import numpy as np

from sim.core.errors import FaultyInput, InputMissing, WrongUse
from sim.core.known import unknown
from sim.execution.cluster import LOCAL, Cluster
from sim.results.keep import AS_A_RULE, Keep
from sim.scenario.load import LoadedScenario, load

Meant = TypeVar("Meant")
LARGEST_ROOT_SEED: Final = 2**63 - 1
MOST_REPLICATIONS: Final = 10**11
"""More than anybody can wait for."""
MOST_WORKERS: Final = 10**6
"""More than a machine can start."""
_LONGEST: Final = 60
"""Letters of a value that are told."""


class Asked:
    """Collects what is wrong with the arguments of a call; `settle` raises WrongUse with all of it.

    What is wrong is None (or what there is without it) until then. Whole numbers may be of any kind that Python takes
    as an index, numpy's with them; True and False are none, and neither are 7.0 and "7".
    """

    def __init__(self) -> None:
        self.faults: list[str] = []

    def settle(self) -> None:
        """Raise WrongUse where anything was wrong."""
        if self.faults:
            raise WrongUse("\n".join(self.faults))

    def whole(self, name: str, value: object, *, least: int, most: int) -> int | None:
        """A whole number from `least` to `most`; None stays None."""
        if value is None:
            return None
        wanted = f"{name} is a whole number from {least} to {most}"
        if (number := _index(value)) is None:
            meant = _meant(value)
            hint = f"; did you mean {meant}?" if meant is not None and least <= meant <= most else ""
            self.fault(f"{wanted}, not {_shown(value)}{hint}")
        elif not least <= number <= most:
            self.fault(f"{wanted}, not {number}")
        else:
            return number
        return None

    def flag(self, name: str, value: object) -> bool:
        """True or False."""
        if not isinstance(value, bool | np.bool_):
            self.fault(f"{name} is True or False, not {_shown(value)}")
            return False
        return bool(value)

    def path(self, name: str, value: object) -> Path | None:
        """A path, or the text of one; None stays None."""
        if value is None or isinstance(value, Path):
            return value
        if isinstance(value, str) and value and "\0" not in value:
            return Path(value)
        self.fault(f"{name} is a path, not {_shown(value)}")
        return None

    def function(self, name: str, value: object) -> Callable[..., None] | None:
        """Something to call; None stays None."""
        if value is None or callable(value):
            return value
        self.fault(f"{name} is a function, not {_shown(value)}")
        return None

    def cluster(self, value: object, workers: int | None) -> Cluster | None:
        """A cluster, or the address of one; None stays None."""
        found = value if isinstance(value, Cluster) else None
        if isinstance(value, str):
            found = self.made(lambda: Cluster(value))
        elif value is not None and found is None:
            self.fault(f"cluster is the address of a cluster, or a Cluster, not {_shown(value)}")
        if found is not None and found.address != LOCAL and workers is not None:
            self.fault("workers is for this machine; a cluster has the workers that it has")
        return found

    def keep(self, value: object) -> Keep:
        """What is kept of how many replications."""
        if value is None:
            return AS_A_RULE
        if not isinstance(value, Mapping):
            self.fault(f"keep is a mapping from what is kept to how many, not {_shown(value)}")
            return AS_A_RULE
        return self.made(lambda: Keep.of(value)) or AS_A_RULE

    def shares(self, name: str, value: object) -> dict[str, float]:
        """A mapping from names of measures to finite numbers above 0."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fault(f"{name} is a mapping from a measure to a share, not {_shown(value)}")
            return {}
        found: dict[str, float] = {}
        for measure, share in value.items():
            number = math.nan if isinstance(share, bool) or not isinstance(share, Real) else float(share)
            if not isinstance(measure, str):
                self.fault(f"{name}: a measure is named by a text, not {_shown(measure)}")
            elif math.isfinite(number) and number > 0:
                found[measure] = number
            else:
                self.fault(f"{name}: {measure} has to be a number above 0, not {_shown(share)}")
        return found

    def named(self, kind: str, name: object, valid: Mapping[str, object]) -> str | None:
        """One of the valid names; None stays None."""
        if name is None:
            return None
        fault = unknown(kind, name, valid)
        if fault is not None:
            self.fault(fault)
            return None
        return cast("str", name)

    def loaded(self, scenario: object, sets: object) -> LoadedScenario | None:
        """A scenario of a path, or one that is loaded, with `sets` on top of what it was loaded with.

        Raises FaultyInput with every fault of the scenario, and InputMissing, if there is no other fault until here.
        """
        changes = self._changes(sets)
        if isinstance(scenario, LoadedScenario):
            return scenario if not changes else self.made(lambda: with_sets(scenario, changes))
        path = self.path("scenario", scenario)
        self.given("scenario", scenario)
        try:
            return None if path is None else load(path, changes)
        except (FaultyInput, InputMissing):
            self.settle()
            raise

    def _changes(self, sets: object) -> tuple[str, ...]:
        listed = tuple(sets) if isinstance(sets, list | tuple) else None
        if listed is None or not all(isinstance(each, str) for each in listed):
            self.fault(f'sets is a list of changes such as "plants.plant-a.oee=0.8", not {_shown(sets)}')
            return ()
        return cast("tuple[str, ...]", listed)

    def made(self, make: Callable[[], Meant]) -> Meant | None:
        """What is made, unless that raises WrongUse."""
        try:
            return make()
        except WrongUse as error:
            self.fault(str(error))
            return None

    def given(self, name: str, value: object) -> None:
        """Anything but None."""
        if value is None:
            self.fault(f"{name} has to be given, and is None")

    def fault(self, fault: str) -> None:
        """Take note of what is wrong, a line each."""
        self.faults += [each for each in fault.splitlines() if each not in self.faults]


def day_asked(name: str, value: object) -> dt.date:
    """A day, also that of a time. Raises WrongUse."""
    if not isinstance(value, dt.date):
        message = f"{name} is a datetime.date, not {_shown(value)}"
        raise WrongUse(message)
    return value.date() if isinstance(value, dt.datetime) else value


def with_sets(loaded: LoadedScenario, sets: tuple[str, ...]) -> LoadedScenario:
    """A scenario loaded again from its file with further changes on top of its own.

    Raises WrongUse where that is not what was loaded any more, FaultyInput where the changes are wrong.
    """
    try:
        again = load(loaded.path, loaded.sets)
    except (FaultyInput, InputMissing) as error:
        message = f"sets cannot be applied, since {loaded.path} cannot be loaded again: {error}"
        raise WrongUse(message) from error
    if (again.file, again.arms) != (loaded.file, loaded.arms):
        message = (
            f"sets cannot be applied, since {loaded.path} is not what was loaded any more: load it again"
        )
        raise WrongUse(message)
    return load(loaded.path, (*loaded.sets, *sets))


def _index(value: object) -> int | None:
    if isinstance(value, bool | np.bool_):
        return None
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return None


def _meant(value: object) -> int | None:
    """The whole number that a number or a text stands for."""
    try:
        number = float(value) if isinstance(value, Real | str) else math.nan
    except (ValueError, OverflowError):
        return None
    return int(number) if number.is_integer() and not isinstance(value, bool) else None


def _shown(value: object) -> str:
    text = repr(value)
    return f"{text if len(text) <= _LONGEST else text[:_LONGEST] + ' …'} ({type(value).__name__})"
