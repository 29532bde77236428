"""Errors that reach a user: each knows its exit code, and faults of input come all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with an input: where it stands, what it says, what is wrong and what to do.

    `file` is the path as the user gave it, `line` counts from 1 (0: the whole file), `key` is the dotted key path.
    """

    file: str
    line: int
    key: str
    value: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        parts = [place, self.key, self.value, self.message]
        text = ": ".join(part for part in parts if part)
        return f"{text} ({self.remedy})" if self.remedy else text


class CellswitchError(Exception):
    """An error told to the user in a sentence, with the exit code of the command line."""

    exit_code: ClassVar[int] = 70


class FaultyInput(CellswitchError):
    """A scenario, seeds table or stored result has faults; `faults` holds every one, in file and line order."""

    exit_code = 65

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class InputMissing(CellswitchError):
    """A file or folder that was named does not exist or cannot be read."""

    exit_code = 66


class WrongUse(CellswitchError, ValueError):
    """The command or the API was called with arguments that make no sense; each of them has a line of its own."""

    exit_code = 2


class UnknownName(WrongUse, KeyError):
    """Something was asked for by a name that there is not; the nearest that there is stands in the message."""

    def __str__(self) -> str:
        return Exception.__str__(self)  # a KeyError's own would put it in quotes


class OneProcessAlone(UserWarning):
    """Several worker processes were asked for where none may be started; the work is done by the one that asked."""


class CannotCreateOutput(CellswitchError):
    """The results folder cannot be created."""

    exit_code = 73


class OutputFailed(CellswitchError):
    """Writing results, or reading them back, failed: disk full or another I/O error."""

    exit_code = 74


class ClusterLost(CellswitchError):
    """The cluster that did the work cannot be reached, or is gone."""

    exit_code = 74


class FolderInUse(CellswitchError):
    """Another running study holds the results folder."""

    exit_code = 75


class BrokenInvariant(CellswitchError):
    """The simulator contradicts itself (a mass balance that does not close, say): a bug, never a warning."""
