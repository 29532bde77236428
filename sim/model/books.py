"""The books of the plants: which commitments stand at each, in order of entry."""

from collections import defaultdict
from typing import TYPE_CHECKING

from sim.model.commitment import Commitment

if TYPE_CHECKING:
    from sim.model.programme import Programme


class Books:
    """Commitments by plant, each with its programme."""

    def __init__(self) -> None:
        self._by_plant: dict[str, list[tuple[Programme, Commitment]]] = defaultdict(list)

    def at(self, plant: str) -> "list[tuple[Programme, Commitment]]":
        """Commitments at a plant."""
        return self._by_plant[plant]

    def enter(self, programme: "Programme", commitment: Commitment) -> None:
        """A commitment is entered into."""
        self._by_plant[commitment.plant].append((programme, commitment))
        self._by_plant[commitment.plant].sort(key=lambda entry: entry[1].agreement)

    def strike(self, commitment: Commitment) -> None:
        """A commitment is over."""
        entries = self._by_plant[commitment.plant]
        self._by_plant[commitment.plant] = [entry for entry in entries if entry[1] is not commitment]
