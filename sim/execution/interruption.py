"""Interruption: a study that is told to stop keeps what it has and says how to go on."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import ClassVar

from sim.core.errors import ClusterLost


class Terminated(KeyboardInterrupt):
    """The process was asked to terminate (SIGTERM)."""

    exit_code: ClassVar[int] = 143

    def __init__(self) -> None:
        super().__init__("terminated")


@dataclass(slots=True)
class StudyProgress:
    """How far a study has come: `done` of `asked` replications are safe in `folder` (None: nowhere)."""

    asked: int
    folder: Path | None
    done: int = 0

    @property
    def in_words(self) -> str:
        """In words, and how to go on."""
        if self.folder is None:
            return "nothing is kept"
        safe = f"{self.done} of {self.asked} replications are safe in {self.folder}"
        return f"{safe}; the same command goes on from there"


class StudyInterrupted(KeyboardInterrupt):
    """A study was stopped from outside; its workers are gone.

    `exit_code` is 130 after Ctrl-C and 143 after SIGTERM.
    """

    def __init__(self, standing: StudyProgress, *, terminated: bool) -> None:
        self.done = standing.done
        self.asked = standing.asked
        self.folder = standing.folder
        self.exit_code = 143 if terminated else 130
        super().__init__(f"{'terminated' if terminated else 'interrupted'}: {standing.in_words}")


@contextlib.contextmanager
def interruptible(standing: StudyProgress) -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into StudyInterrupted for a while; a cluster that is lost tells the standing."""
    try:
        with sigterm_raises():
            yield
    except KeyboardInterrupt as error:
        raise StudyInterrupted(standing, terminated=isinstance(error, Terminated)) from None
    except ClusterLost as error:
        message = f"{error}: {standing.in_words}"
        raise ClusterLost(message) from error


@contextlib.contextmanager
def sigterm_raises() -> Iterator[None]:
    """Raise Terminated on SIGTERM for a while.

    Does nothing outside the main thread, where signals cannot be caught.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _raise_terminated)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before if before is not None else signal.SIG_DFL)


def _raise_terminated(_number: int, _frame: FrameType | None) -> None:
    raise Terminated
