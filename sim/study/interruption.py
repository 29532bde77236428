"""Interruption: a study that is told to stop keeps what it has and says how to go on."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType


class Terminated(KeyboardInterrupt):
    """The process was asked to terminate (SIGTERM)."""


class StudyInterrupted(KeyboardInterrupt):
    """A study was stopped from outside.

    Its workers are gone and `done` of `asked` replications are safe in `folder` (None: nowhere).

    `exit_code` is 130 after Ctrl-C and 143 after SIGTERM.
    """

    def __init__(self, done: int, asked: int, folder: Path | None, *, terminated: bool) -> None:
        self.done = done
        self.asked = asked
        self.folder = folder
        self.exit_code = 143 if terminated else 130
        kept = "nothing is kept" if folder is None else f"{done} of {asked} replications are safe in {folder}"
        remedy = "" if folder is None else "; the same command goes on from there"
        super().__init__(f"{'terminated' if terminated else 'interrupted'}: {kept}{remedy}")


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
