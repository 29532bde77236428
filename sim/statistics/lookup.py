"""Looking up by name: the arm, owner and measure (or series) that a caller names, or all that is wrong with them."""

from collections.abc import Collection, Sequence
from typing import Final, Protocol, TypeVar

from sim.core.errors import UnknownName
from sim.core.known import unknown

_MOST_OWNERS: Final = 8
"""That are told."""


class Owned(Protocol):
    """A measure or a series."""

    @property
    def owner(self) -> str:
        """Whose it is; empty for the system's."""
        ...

    @property
    def name(self) -> str:
        """What it is called."""
        ...


Key = TypeVar("Key", bound=Owned)


def looked_up(
    kind: str, keys: Sequence[Key], wanted: tuple[str, str], arm: str, arms: Collection[str]
) -> list[Key]:
    """The keys of `wanted`, an owner and a name, of which there are several where an owner shares something with others.

    Raises UnknownName with every one of arm, owner and name that there is not.
    """
    (owner, name), owners = wanted, {key.owner for key in keys}
    names = (
        {key.name for key in keys if key.owner == owner} if owner in owners else {key.name for key in keys}
    )
    told = (
        unknown("arm", arm, arms),
        unknown("owner", owner, owners),
        _of_another(unknown(kind, name, names), keys, wanted),
    )
    if faults := [fault for fault in told if fault is not None]:
        raise UnknownName("\n".join(faults))
    return [key for key in keys if (key.owner, key.name) == (owner, name)]


def _of_another(fault: str | None, keys: Sequence[Owned], wanted: tuple[str, str]) -> str | None:
    """What is wrong with a name, with those who do have something of this name."""
    owner, name = wanted
    others = sorted({key.owner for key in keys if key.name == name and key.owner != owner})
    if fault is None or not others:
        return fault
    return f"there is no {name!r} of {owner!r}; it is of {', '.join(map(repr, others[:_MOST_OWNERS]))}"
