"""The log of a run's reviews: views and awards as they were, told as records when somebody reads them."""

from collections.abc import Iterator, Sequence
from typing import overload

from sim.core.records import Review
from sim.rules.sourcing.award import Award
from sim.rules.sourcing.review import review_record
from sim.rules.sourcing.view import SourcingView
from sim.scenario.policies import Policy


class ReviewLog(Sequence[Review]):
    """Reviews in the order in which they were held. The words for each are made when it is first read."""

    def __init__(self) -> None:
        self._held: list[tuple[SourcingView, Award, Policy]] = []
        self._told: list[Review] = []

    def add(self, view: SourcingView, award: Award, policy: Policy) -> None:
        """Log a review that was held."""
        self._held.append((view, award, policy))

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
        self._told += [review_record(*held) for held in self._held[len(self._told) :]]
