"""Known names: what is asked for by a name that there is not is refused with the nearest that there is."""

from collections.abc import Collection, Mapping
from typing import Final, Generic, TypeVar

from sim.core.errors import UnknownName
from sim.core.suggestion import did_you_mean

Value = TypeVar("Value")
_MOST_LISTED: Final = 6


def listed(names: Collection[str]) -> str:
    """Names for a line: the first few of many."""
    first = list(names)[:_MOST_LISTED]
    more = len(names) - len(first)
    return ", ".join(first) + (f" and {more} more" if more else "")


def unknown(kind: str, name: object, valid: Collection[str]) -> str | None:
    """What is wrong with a name that is to be one of the valid ones, in a sentence; None where it is one."""
    if isinstance(name, str) and name in valid:
        return None
    hint = did_you_mean(str(name), valid)
    return f"there is no {kind} {name!r}" + (f"; {hint}" if hint else "")


def named(kind: str, name: str, valid: Collection[str]) -> str:
    """The name, if it is one of the valid ones. Raises UnknownName."""
    fault = unknown(kind, name, valid)
    if fault is not None:
        raise UnknownName(fault)
    return name


class Known(dict[str, Value], Generic[Value]):
    """Things of a kind (an arm, a table) by name. Raises UnknownName, which is a KeyError, for a name that there is not."""

    def __init__(self, kind: str, things: Mapping[str, Value]) -> None:
        super().__init__(things)
        self._kind = kind

    def __missing__(self, name: object) -> Value:
        raise UnknownName(unknown(self._kind, name, self) or "")

    def __reduce__(self) -> tuple[type["Known[Value]"], tuple[str, dict[str, Value]]]:
        return Known, (self._kind, dict(self))
