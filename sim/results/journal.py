"""The journal of a study: every finished chunk of replications, safe on the disk as soon as it arrives."""

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from urllib.parse import quote

import numpy as np

from sim.core.arrays import Floats
from sim.core.errors import Fault, FaultyInput, OutputFailed
from sim.results.chunk import LITTLE_ENDIAN, Chunk
from sim.results.columns import ChunkSpool, ColumnFile
from sim.results.files import make_file

FORMAT = 2
_BEYOND_ALL = 2**62
_PRIMARY_CODE = 0xFF
"""The part of SQLite's error codes that tells the kind."""
_TABLES = """
CREATE TABLE IF NOT EXISTS study (only INTEGER PRIMARY KEY CHECK (only = 1), header TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chunks (
    first INTEGER PRIMARY KEY,
    count INTEGER NOT NULL,
    measures BLOB NOT NULL,
    parameters BLOB NOT NULL,
    facts BLOB NOT NULL,
    series BLOB NOT NULL,
    sha256 BLOB NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Header:
    """What every chunk of a journal belongs to.

    The study's digest, and the names along the axes of its arrays.
    """

    digest: str
    arms: tuple[str, ...]
    measures: tuple[str, ...]
    parameters: tuple[str, ...]
    format: int = FORMAT

    def __repr__(self) -> str:
        return f"<Header of study {self.digest[:8]}>"

    def text(self) -> str:
        """As JSON, the same for the same header."""
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Collected:
    """Finished replications in the order of their numbers.

    `replications` of shape (n,); `measures` (arms, n, measures) and `parameters` (arms, n, inputs), NaN where
    absent; `chunks` hold the facts alone (the last may reach beyond the replications asked for). `series`
    reads the chunks with their series alone, again each time. What is large is not in memory.
    """

    replications: tuple[int, ...]
    measures: ColumnFile
    parameters: ColumnFile
    chunks: ChunkSpool
    series: Callable[[], Iterable[Chunk]] = tuple

    def __repr__(self) -> str:
        return f"<Collected of {len(self.replications)} replications>"


class Journal:
    """An SQLite file (full synchronisation) with one row a chunk, each with its SHA-256.

    From the first chunk that is committed it has a write-ahead log, once it is settled a rollback journal: any
    reader may open it then, and leaves nothing behind. A hash covers the study's digest and the chunk's place
    as well, so that a row cannot stand in for another. Errors of the disk raise OutputFailed, contents that are
    not what was written FaultyInput.
    """

    def __init__(self, path: Path | None, header: Header, *, writable: bool = True) -> None:
        self.path = path
        self.header = header
        self._writable = writable
        self._logging = False
        self._name = "the temporary journal" if path is None else str(path)
        self._connection = self._open()
        try:
            with self._errors():
                if writable:
                    self._prepare()
                self._check_header()
        except BaseException:
            self.close()
            raise

    def _open(self) -> sqlite3.Connection:
        # Without a name SQLite keeps a private file, which is written when it outgrows a few megabytes.
        place, mode = "", ""
        if self.path is not None:
            place = uri_of(self.path.absolute())
            # Immutable: reading leaves no files of SQLite's behind.
            mode = "" if self._writable else "?mode=ro&immutable=1"
            if self._writable:
                make_file(self.path)
        try:
            return sqlite3.connect(place + mode, isolation_level=None, uri=True)
        except sqlite3.Error as error:
            if self.path is not None and not self.path.is_file():
                raise self._faulty("", "is missing") from error
            message = f"cannot open {self._name}: {error}"
            raise OutputFailed(message) from error

    def _prepare(self) -> None:
        """Make a new file a journal; leave one that is there as it is."""
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.executescript(_TABLES)
        self._connection.execute("INSERT OR IGNORE INTO study VALUES (1, ?)", (self.header.text(),))

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            message = f"writing {self._name} failed: {error}"
            raise OutputFailed(message) from error
        except sqlite3.DatabaseError as error:
            raise self._faulty("", f"is damaged: {error}") from error

    def _faulty(self, key: str, message: str) -> FaultyInput:
        return FaultyInput([Fault(self._name, 0, key, "", message, "start over with --fresh")])

    def _check_header(self) -> None:
        (found,) = self._connection.execute("SELECT header FROM study").fetchone() or ("",)
        if found != self.header.text():
            raise self._faulty("study", "belongs to another study")

    def commit(self, chunk: Chunk) -> None:
        """Keep a chunk; when this returns it is on the disk."""
        row = (chunk.first, chunk.count, *_blobs(chunk), self._hash(chunk))
        with self._errors():
            if self.path is not None and not self._logging:
                # Where the file system cannot share memory the mode stays as it is: slower, and as safe.
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._logging = True
            self._connection.execute("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _hash(self, chunk: Chunk) -> bytes:
        digest = hashlib.sha256(f"{self.header.digest}:{chunk.first}:{chunk.count}".encode())
        for blob in _blobs(chunk):
            digest.update(f":{len(blob)}:".encode())
            digest.update(blob)
        return digest.digest()

    def done(self) -> list[range]:
        """The finished batches of replications, in order; every chunk is checked."""
        return [range(chunk.first, chunk.first + chunk.count) for chunk in self.chunks(_BEYOND_ALL)]

    def chunks(self, below: int) -> Iterator[Chunk]:
        """The chunks that begin below a replication, in order, each checked against its hash."""
        query = "SELECT * FROM chunks WHERE first < ? ORDER BY first"

        end = 0
        with self._errors():
            for first, count, *blobs, sha256 in self._connection.execute(query, (below,)):
                chunk = self._checked(first, count, blobs, sha256)
                if first < end:
                    raise self._faulty(f"chunk {first}", "holds replications that another chunk holds too")
                end = first + count
                yield chunk

    def _checked(self, first: object, count: object, blobs: Iterable[object], sha256: object) -> Chunk:
        if not (isinstance(first, int) and isinstance(count, int)):
            raise self._faulty(f"chunk {first}", "is damaged: its place is no number")
        chunk = Chunk(first, count, *(blob if isinstance(blob, bytes) else b"" for blob in blobs))
        if self._hash(chunk) != sha256:
            raise self._faulty(f"chunk {first}", "is damaged or foreign: its SHA-256 does not match")
        return chunk

    def collect(self, replications: int) -> Collected:
        """The finished replications below a number, each chunk checked."""
        numbers = tuple(k for done in self.done() for k in done if k < replications)
        scratch = self.path.parent if self.path is not None and self._writable else None
        arms, header = len(self.header.arms), self.header
        measures = ColumnFile((arms, len(numbers), len(header.measures)), scratch)
        parameters = ColumnFile((arms, len(numbers), len(header.parameters)), scratch)
        facts, left = ChunkSpool(scratch), len(numbers)
        for chunk in self.chunks(replications):
            for cube, blob in ((measures, chunk.measures), (parameters, chunk.parameters)):
                cube.append(unpacked(blob, (arms, chunk.count, cube.shape[2]))[:, :left])
            facts.append(replace(chunk, series=b""))
            left -= chunk.count
        return Collected(numbers, measures, parameters, facts, self._series(replications))

    def _series(self, replications: int) -> Callable[[], Iterable[Chunk]]:
        """A way to the series that outlives this connection."""
        if self.path is not None:
            return partial(_series_of, self.path, self.header, replications)
        series = ChunkSpool()
        for chunk in self.chunks(replications):
            series.append(replace(chunk, facts=b""))
        return series.__iter__

    def settle(self) -> None:
        """Bring all that was committed into the file itself, for which any reader will do then. Raises OutputFailed.

        Killed at any moment, what was committed is in the file or in its log. Where another program has the file open just now
        it keeps its log, an empty one.
        """
        with self._errors():
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                message = f"writing {self._name} failed: its log is in use by another process"
                raise OutputFailed(message)
            try:
                (mode,) = self._connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & _PRIMARY_CODE != sqlite3.SQLITE_BUSY:
                    raise
                return
        if mode == "delete":
            self._remove_log()

    def _remove_log(self) -> None:
        """Remove an empty log that SQLite was done with, and could not remove."""
        if self.path is not None:
            for end in ("-wal", "-shm"):
                with contextlib.suppress(OSError):
                    self.path.with_name(f"{self.path.name}{end}").unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; after `settle` there is nothing beside it."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()


def uri_of(path: PurePath) -> str:
    """An absolute path as SQLite's URI; one of a network share (`//server/share`) has no authority of its own there."""
    text = path.as_posix()
    return f"file://{'' if text.startswith('/') else '/'}{quote(text, safe='/:')}"


def _blobs(chunk: Chunk) -> tuple[bytes, bytes, bytes, bytes]:
    return chunk.measures, chunk.parameters, chunk.facts, chunk.series


def _series_of(path: Path, header: Header, replications: int) -> Iterator[Chunk]:
    journal = Journal(path, header, writable=False)
    try:
        for chunk in journal.chunks(replications):
            yield replace(chunk, measures=b"", parameters=b"", facts=b"")
    finally:
        journal.close()


def unpacked(blob: bytes, shape: tuple[int, int, int]) -> Floats:
    """Numbers of a chunk, shape (arms, replications, names)."""
    return np.frombuffer(blob, dtype=LITTLE_ENDIAN).reshape(shape)
