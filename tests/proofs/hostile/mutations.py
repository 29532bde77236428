"""Mutations: a scenario file spoilt at random, in its bytes or in its structure, the same for the same number."""

import copy
import datetime as dt
import math
import tomllib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import tomli_w

from sim.core.streams import Streams
from sim.scenario.reading.key_path import KeyPath
from tests.scenario.files import Document, leaves

ROOT_SEED = 20210701
TOKENS = (
    b"[", b"]", b"[[", b"]]", b"{", b"}", b'"', b'"""', b"'", b"=", b".", b",", b"\n", b"\r\n", b"\r", b"\t", b"#", b"\\", b"\0",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3\xa9", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"nan", b"inf", b"-inf", b"1e400", b"-0.0",
    b"0x10", b"1_000", b"true", b"1979-05-27T07:32:00Z", b"07:32:00", b"{ dist = ", b"seed = ", b"kind = ", b'extends = "."\n',
)  # fmt: skip
"""Bytes that mean something to the reader of a file."""
ODD: tuple[Any, ...] = (
    0, -1, 1, 2**31, 2**63, 10**30, -(10**30), 0.0, -0.0, 1.0, -1.0, 0.5, 1e-12, 1e-300, 1e12, 1e13, 1e300, math.nan, math.inf,
    -math.inf, True, False, "", " ", "x", "1e3", "nan", "base", "\x00", "\x1b[2J", "\u202e", "é", "日本", "\uff46ar", "a" * 600,
    "../x",     [], {}, [[]], [{}], [1, "a"], {"a": {}}, {"seed": "demand/car"}, {"seed": 1},
    {"dist": "uniform", "low": 0.1, "high": 0.9},
    {"dist": "normal", "mean": 0.5, "sd": 0.1}, {"dist": "empirical", "table": "t", "column": "c"}, {"dist": "choice"},
    {"dist": "lognormal", "median": 1.0, "p95": 1e12}, {"kind": "award"}, {"kind": "poisson", "per_year": 1e9}, {"kind": "dates"},
    dt.date(1, 1, 1), dt.date(2021, 7, 1), dt.date(9999, 12, 31), dt.datetime(2021, 7, 1, 12, tzinfo=dt.UTC), dt.time(7, 30),
)  # fmt: skip
"""Values that hardly belong anywhere."""
_T = TypeVar("_T")


class Draws:
    """The draws of one mutation."""

    def __init__(self, number: int) -> None:
        self._generator = Streams(ROOT_SEED, number).stream("mutation", "file")

    def below(self, count: int) -> int:
        return int(self._generator.integers(count))

    def one_of(self, choices: Sequence[_T]) -> _T:
        return choices[self.below(len(choices))]

    def few(self) -> int:
        """One in most cases, at most four."""
        return 1 + self.below(2) * self.below(4)

    def bytes(self, count: int) -> bytes:
        return self._generator.integers(256, size=count, dtype=np.uint8).tobytes()


class Mutator:
    """Spoils one sound file in any number of ways."""

    def __init__(self, text: str) -> None:
        self.content = text.encode()
        self.document = tomllib.loads(text)
        self.paths = [path for path, _ in leaves(self.document)]
        self.names = sorted({str(path[-1]) for path in self.paths})

    def mutated(self, number: int) -> bytes:
        """The file of a number: half of them with a few bytes changed, half with a few values or keys."""
        draws = Draws(number)
        return self._of_bytes(draws) if draws.below(2) else self._of_structure(draws)

    def _of_bytes(self, draws: Draws) -> bytes:
        content = self.content
        for _ in range(draws.few()):
            content = draws.one_of(BYTE_WAYS)(content, draws)
        return content

    def _of_structure(self, draws: Draws) -> bytes:
        document = dict(self.document)
        for _ in range(draws.few()):
            path = draws.one_of(self.paths)
            try:
                table = _opened(document, path[:-1])
                draws.one_of(STRUCTURE_WAYS)(self, table, path[-1], draws)
            except (LookupError, TypeError, AttributeError):
                continue  # an earlier change took the place away, or left something else there
        return tomli_w.dumps(document).encode("utf-8", "replace")

    def name(self, draws: Draws) -> str:
        return draws.one_of(self.names)

    def value(self, draws: Draws) -> Any:
        return copy.deepcopy(_at(self.document, draws.one_of(self.paths)))


def _at(document: Document, path: KeyPath) -> Any:
    place: Any = document
    for key in path:
        place = place[key]
    return place


def _opened(document: Document, path: KeyPath) -> Any:
    """What stands at a path, which can be changed alone: it and what holds it are copied first."""
    place: Any = document
    for key in path:
        place[key] = copy.copy(place[key])
        place = place[key]
    return place


def _place(content: bytes, draws: Draws) -> int:
    return draws.below(len(content) + 1)


def _cut(content: bytes, draws: Draws) -> bytes:
    at = _place(content, draws)
    return content[:at] + content[at + draws.one_of((1, 2, 5, 20, 200, 5_000)) :]


def _ended(content: bytes, draws: Draws) -> bytes:
    return content[: _place(content, draws)]


def _put_in(content: bytes, draws: Draws) -> bytes:
    at = _place(content, draws)
    return content[:at] + draws.one_of(TOKENS) + content[at:]


def _noise(content: bytes, draws: Draws) -> bytes:
    at, count = _place(content, draws), 1 + draws.below(8)
    return content[:at] + draws.bytes(count) + content[at + count :]


def _repeated(content: bytes, draws: Draws) -> bytes:
    at = _place(content, draws)
    return content[:at] + content[at : at + draws.below(300)] * (1 + draws.below(3)) + content[at:]


def _moved_line(content: bytes, draws: Draws) -> bytes:
    lines = content.split(b"\n")
    line = lines.pop(draws.below(len(lines)))
    lines.insert(draws.below(len(lines) + 1), line)
    return b"\n".join(lines)


def _other_digit(content: bytes, draws: Draws) -> bytes:
    digits = [at for at, byte in enumerate(content) if chr(byte).isdigit()]
    if not digits:
        return content
    at = draws.one_of(digits)
    return content[:at] + draws.one_of((b"0", b"9", b"99", b"e", b".", b"-", b"")) + content[at + 1 :]


def _odd(mutator: Mutator, table: Any, key: Any, draws: Draws) -> None:
    table[key] = copy.deepcopy(draws.one_of(ODD))


def _removed(mutator: Mutator, table: Any, key: Any, draws: Draws) -> None:
    del table[key]


def _elsewhere(mutator: Mutator, table: Any, key: Any, draws: Draws) -> None:
    table[key] = mutator.value(draws)


def _renamed(mutator: Mutator, table: Any, key: Any, draws: Draws) -> None:
    name = mutator.name(draws) if draws.below(2) else f"{key}{draws.one_of(('s', '_', ' ', '.', 'é', ''))}"
    table[name] = table.pop(key)


def _wrapped(mutator: Mutator, table: Any, key: Any, draws: Draws) -> None:
    table[key] = [table[key]] if draws.below(2) else {mutator.name(draws): table[key]}


def _added(mutator: Mutator, table: Any, key: Any, draws: Draws) -> None:
    table[mutator.name(draws)] = mutator.value(draws)


def _scaled(mutator: Mutator, table: Any, key: Any, draws: Draws) -> None:
    if isinstance(table[key], dt.date):
        table[key] += dt.timedelta(days=draws.one_of((-100_000, -4_000, -1, 1, 400, 4_000)))
    elif isinstance(table[key], int | float):
        factor = draws.one_of((-1, 0, 2, 10, 1_000, 1_000_000))
        table[key] = table[key] * factor if draws.below(2) else table[key] / max(1, factor)


def _doubled(mutator: Mutator, table: Any, key: Any, draws: Draws) -> None:
    if isinstance(table, list):
        table.append(copy.deepcopy(table[key]))
    else:
        table[f"{key}-2"] = copy.deepcopy(table[key])


BYTE_WAYS: Sequence[Callable[[bytes, Draws], bytes]] = (
    _cut, _ended, _put_in, _put_in, _noise, _repeated, _moved_line, _other_digit, _other_digit,
)  # fmt: skip
STRUCTURE_WAYS: Sequence[Callable[[Mutator, Any, Any, Draws], None]] = (
    _odd, _odd, _odd, _removed, _elsewhere, _renamed, _wrapped, _added, _scaled, _scaled, _doubled,
)  # fmt: skip
