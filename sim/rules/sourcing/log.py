"""The log of a run's reviews: each is told as a record when somebody reads it."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from sim.core.records import Review


class ReviewLog(Sequence[Review]):
    """Reviews in the order in which they were held. The words for each are made when it is first read."""

    def __init__(self) -> None:
        self._held: list[Callable[[], Review]] = []
        self._told: list[Review] = []
        self.triggers: dict[tuple[str, int], str] = {}
        """Trigger by programme and day, of which each has one review at the most; known without telling a review."""

    def add(self, occasion: tuple[str, int, str], tell: Callable[[], Review]) -> None:
        """Log a review that was held: its programme, day and trigger. `tell` gives its record, the same whenever it is asked."""
        programme, day, trigger = occasion
        self.triggers[programme, day] = trigger
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


def triggers_of(reviews: Sequence[Review]) -> dict[tuple[str, int], str]:
    """Trigger of each review by programme and day."""
    if isinstance(reviews, ReviewLog):
        return reviews.triggers
    return {(review.programme, review.day): review.trigger for review in reviews}
