"""The log of a run's reviews: each is told as a record when somebody reads it."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from sim.core.records import Review


class ReviewLog(Sequence[Review]):
    """Reviews in the order in which they were held. The words for each are made when it is first read."""

    def __init__(self) -> None:
        self._held: list[Callable[[], Review]] = []
        self._told: list[Review] = []

    def add(self, tell: Callable[[], Review]) -> None:
        """Log a review that was held; `tell` gives its record, the same whenever it is asked."""
        self._held.append(tell)

    def __len__(self) -> int:
        return len(self._held)

    @overload
    def __getitem__(self, index: int) -> Review: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Review]: ...
    def __getitem__(self, index: int | slice) -> Review | Sequence[Review]:
        self._tell()
        return self._told[index]

    def __iter__(self) -> Iterator[Review]:
        self._tell()
        return iter(self._told)

    def _tell(self) -> None:
        self._told += [tell() for tell in self._held[len(self._told) :]]
