"""Spool: facts and series of chunks, kept out of memory where they are many, to be read again and again."""

import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from sim.results.chunk import Chunk
from sim.results.columns import IN_MEMORY_BYTES
from sim.results.files import output_errors


class Spool:
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
        Spool.__init__(self)
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
