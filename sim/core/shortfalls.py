"""What could not be shown: a bug in one part is told in its place, and costs no other part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sim.core.errors import BrokenInvariant, CellswitchError

Made = TypeVar("Made")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A part that could not be shown, and the error that kept it from it."""

    what: str
    error: Exception

    @property
    def in_words(self) -> str:
        """Both in a line."""
        return " ".join(f"{self.what}: {type(self.error).__name__}: {self.error}".split())


class Shortfalls:
    """The parts of something that is shown that could not be made, in the order in which they were tried."""

    def __init__(self) -> None:
        self.found: list[Shortfall] = []

    def attempt(
        self, what: str, make: Callable[[], Made], otherwise: Callable[[Shortfall], Other]
    ) -> Made | Other:
        """What is made, or what stands for it where making it fails; a part is noted once, however often it is tried.

        Only bugs are contained: a full disk, a faulty input, a folder in use and an interruption end the whole.
        """
        try:
            return make()
        except Exception as error:
            if _ends_the_whole(error):
                raise
            shortfall = Shortfall(what, error)
            if what not in {each.what for each in self.found}:
                self.found.append(shortfall)
            return otherwise(shortfall)


def _ends_the_whole(error: Exception) -> bool:
    if isinstance(error, BrokenInvariant):
        return False
    return isinstance(error, CellswitchError | OSError | MemoryError)
