"""Standing: all that changes in a run and that a review looks at."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sim.model.sourcing.capacities import Capacities


class Standing(NamedTuple):
    """How things stand for a programme that reviews its suppliers: a view of the living world, or of it as it stood."""

    capacities: Capacities
    closed: frozenset[str]
    """Legs that reviews plan without."""
    qualified: AbstractSet[str]
    """Plants that may deliver to the programme."""
    failed_until: Mapping[str, int]
    """Plants that failed their service, with the last day on which that counts against them."""

    def kept(self, capacities: Callable[[], Capacities]) -> "Callable[[], Standing]":
        """Gives things as they stand now, whenever it is called; `capacities` gives those kept already of this moment."""
        closed, qualified, failed_until = self.closed, frozenset(self.qualified), dict(self.failed_until)
        return lambda: Standing(capacities(), closed, qualified, failed_until)
