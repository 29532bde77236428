"""Cube: many numbers by arm, replication and name, of which one name's are wanted at a time."""

import io
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

import numpy as np

from sim.core.arrays import Floats
from sim.results.chunk import LITTLE_ENDIAN, Chunk
from sim.results.files import output_errors

IN_MEMORY_BYTES: Final = 4 * 2**20
"""What takes more bytes stands in a temporary file, so that memory does not grow with the replications."""
_BUFFER_BYTES: Final = 2 * 2**20


def scratch(folder: Path | None, size_bytes: int) -> BinaryIO:
    """A place for so many bytes that nobody else sees and that is gone with the process.

    It is in memory where they are few, else a file without a name in the folder (None: where temporary files go).
    """
    if size_bytes <= IN_MEMORY_BYTES:
        return io.BytesIO()
    return cast("BinaryIO", tempfile.TemporaryFile(dir=folder))


class ColumnFile:
    """A table of shape (arms, replications, names), filled in order and read by column.

    Errors of the disk raise OutputFailed.
    """

    def __init__(self, shape: tuple[int, int, int], folder: Path | None = None) -> None:
        self.shape = shape
        self._place = Path(tempfile.gettempdir()) if folder is None else folder
        arms, rows, names = shape
        with output_errors(self._place):
            self._file = scratch(folder, 8 * arms * rows * names)
        weakref.finalize(self, self._file.close)
        self._held: list[Floats] = []
        self._written = 0

    def __getstate__(self) -> tuple[tuple[int, int, int], Floats]:
        """The numbers themselves: a file without a name cannot travel."""
        return self.shape, self.whole()

    def __setstate__(self, state: tuple[tuple[int, int, int], Floats]) -> None:
        shape, whole = state
        ColumnFile.__init__(self, shape)
        self.append(whole)

    def append(self, block: Floats) -> None:
        """Add the next replications, shape (arms, some, names)."""
        self._held.append(block)
        if sum(held.nbytes for held in self._held) >= _BUFFER_BYTES:
            self._flush()

    def _flush(self) -> None:
        """Write what is held where it belongs: one run of bytes for each arm and name."""
        if not self._held:
            return
        block = np.concatenate(self._held, axis=1).transpose(0, 2, 1).astype(LITTLE_ENDIAN)
        arms, rows, names = self.shape
        with output_errors(self._place):
            for arm in range(arms):
                for name in range(names):
                    self._file.seek(8 * ((arm * names + name) * rows + self._written))
                    self._file.write(block[arm, name].tobytes())
        self._written += block.shape[2]
        self._held.clear()

    def column(self, arm: int, name: int) -> Floats:
        """The numbers of an arm under a name by replication, shape (replications,)."""
        self._flush()
        _, rows, names = self.shape
        with output_errors(self._place):
            self._file.seek(8 * (arm * names + name) * rows)
            blob = self._file.read(8 * rows)
        return np.frombuffer(blob, dtype=LITTLE_ENDIAN).astype(np.float64)

    def whole(self) -> Floats:
        """Everything at once, shape (arms, replications, names): for those who have the memory."""
        arms, rows, names = self.shape
        table = np.empty((arms, rows, names))
        for arm in range(arms):
            for name in range(names):
                table[arm, :, name] = self.column(arm, name)
        return table


class ChunkSpool:
    """Chunks in the order in which they were added, with their facts and series alone.

    Many stand in a temporary file without a name in the folder (None: where temporary files go). Errors of
    the disk raise OutputFailed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._place = Path(tempfile.gettempdir()) if folder is None else folder
        where = None if folder is None else str(folder)
        # Closed with this object.
        file = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES, dir=where)  # noqa: SIM115
        self._file = cast("BinaryIO", file)
        weakref.finalize(self, self._file.close)
        self._entries: list[tuple[int, int, int, int]] = []
        self._end = 0

    def __getstate__(self) -> list[Chunk]:
        """The chunks themselves: a file without a name cannot travel."""
        return list(self)

    def __setstate__(self, chunks: list[Chunk]) -> None:
        ChunkSpool.__init__(self)
        for chunk in chunks:
            self.append(chunk)

    def append(self, chunk: Chunk) -> None:
        """Add what a chunk has of facts and series."""
        blob = chunk.facts + chunk.series
        with output_errors(self._place):
            self._file.seek(self._end)
            self._file.write(blob)
        self._entries.append((chunk.first, chunk.count, len(chunk.facts), len(chunk.series)))
        self._end += len(blob)

    def __iter__(self) -> Iterator[Chunk]:
        start = 0
        for first, count, facts, series in self._entries:
            with output_errors(self._place):
                self._file.seek(start)
                blob = self._file.read(facts + series)
            start += len(blob)
            yield Chunk(first, count, b"", b"", blob[:facts], blob[facts:])
