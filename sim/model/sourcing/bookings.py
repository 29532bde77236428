"""The books: which commitments stand at each plant and for each programme, now or as they stood."""

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING

from sim.model.commitment import Commitment

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.model.programme import Programme

_CHANGING: "Callable[[Commitment], tuple[float, float, int, int | None]]" = attrgetter(
    "share", "planned_share", "planned_day", "term_end_day"
)
"""What changes of a commitment and counts in a review."""


class Bookings:
    """Commitments by plant, each with its programme, and by programme, both in order of agreement."""

    def __init__(self) -> None:
        self._by_plant: dict[str, list[tuple[Programme, Commitment]]] = defaultdict(list)
        self._by_programme: dict[str, tuple[Programme, list[Commitment]]] = {}

    def open(self, programme: "Programme", commitments: list[Commitment]) -> None:
        """Keep the books of a programme; `commitments` is the living list of its own."""
        self._by_programme[programme.id] = (programme, commitments)

    def at(self, plant: str) -> "list[tuple[Programme, Commitment]]":
        """Commitments at a plant."""
        return self._by_plant[plant]

    def of(self, programme: str) -> list[Commitment]:
        """Commitments of a programme."""
        return self._by_programme[programme][1]

    def enter(self, programme: "Programme", commitment: Commitment) -> None:
        """A commitment is entered into at its plant."""
        self._by_plant[commitment.plant].append((programme, commitment))
        self._by_plant[commitment.plant].sort(key=lambda entry: entry[1].agreement)

    def strike(self, commitment: Commitment) -> None:
        """A commitment is over at its plant."""
        entries = self._by_plant[commitment.plant]
        self._by_plant[commitment.plant] = [entry for entry in entries if entry[1] is not commitment]

    def snapshot(self) -> "Callable[[], Bookings]":
        """Gives the books as they stand now, whenever it is called. To keep them is cheap, to give them less so."""
        kept = [
            (programme, commitment, _CHANGING(commitment))
            for entries in self._by_plant.values()
            for programme, commitment in entries
        ]

        def books() -> Bookings:
            as_kept = Bookings()
            for programme, _ in self._by_programme.values():
                as_kept.open(programme, [])
            for programme, commitment, changing in sorted(kept, key=lambda entry: entry[1].agreement):
                stood = commitment.as_it_stood(*changing)
                as_kept.of(programme.id).append(stood)
                as_kept.enter(programme, stood)
            return as_kept

        return books
