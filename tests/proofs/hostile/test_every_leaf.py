"""Every leaf of the full example: a typo in its key, and values that hardly belong anywhere."""

import copy
import math
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sim.core.errors import Fault
from sim.scenario.reading.key_path import KeyPath, dotted
from tests.scenario.checks.test_faults import TYPOS, UNKNOWN, is_key
from tests.scenario.files import Document, faults, leaves, written
from tests.scenario.full_example import FULL
from tests.verification import Proof

DOCUMENT = tomllib.loads(FULL)
LEAVES = [(path, value) for path, value in leaves(DOCUMENT) if not isinstance(value, dict | list)]
VALUES: Mapping[str, Any] = {
    "nan": math.nan,
    "inf": math.inf,
    "-1": -1,
    "-1.0": -1.0,
    '"1e3"': "1e3",
    "true": True,
    '""': "",
    "[]": [],
}
QUICK = 9
"""Every ninth leaf is tried in the quick test, with one value each."""

TEXT = "text for people, never interpreted: a note may be empty or any words"
NAME = "a name may be any words, if not none"
WORD = "1e3 is a word of letters and digits as good as any other for an id of its own"
ORIGIN = "says where in the seeds the values came from; they stand beside it, so nothing is looked up"
NEGATIVE = {
    "latitude": "south of the equator",
    "longitude": "west of Greenwich",
    "shift_months": "the curve comes earlier",
}
ALLOWED: Mapping[tuple[str, str], str] = {
    ('"1e3"', "run.title"): NAME,
    ('"1e3"', "*.name"): NAME,
    ('"1e3"', "arms.*.title"): NAME,
    **{
        (value, key): TEXT for value in ('"1e3"', '""') for key in ("run.question", "*.note", "legs.*.method")
    },
    ('""', "disruptions.*.name"): "a disruption need not have a name",
    **{
        (value, f"*.{key}"): ORIGIN for value in ('"1e3"', '""') for key in ("table", "column", "where.class")
    },
    ('"1e3"', "oems.*.group"): WORD,
    ('"1e3"', "*.formats.0"): WORD,
    ('"1e3"', "*.format"): WORD,
    ('"1e3"', "sites.*.landmass"): WORD,
    ('"1e3"', "sites.*.zone"): WORD,
    **{(value, f"*.{key}"): reason for value in ("-1", "-1.0") for key, reason in NEGATIVE.items()},
}
"""(value, key) that is no fault, and why; a star stands for any keys."""
ELSEWHERE = {
    "*.formats.0": "a plant that makes another format contradicts its agreement, where this is told",
    "*.format": "likewise a programme that needs another",
    "prices.*.region": "a price of another region is missed where plants sell at it",
    "prices.*.chemistry": "likewise of another chemistry",
}
"""Keys whose other words are a fault of what refers to them."""


def fits(path: KeyPath, pattern: str) -> bool:
    """Whether a key path is what a pattern stands for: its star takes any number of keys."""
    before, star, after = pattern.partition("*")
    keys = ".".join(map(str, path))
    return keys == pattern if not star else keys.startswith(before) and keys.endswith(after)


def put(path: KeyPath, value: Any) -> Document:
    """The full example with another value at a path."""
    document = copy.deepcopy(DOCUMENT)
    table: Any = document
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] = value
    return document


def is_allowed(path: KeyPath, value: str) -> bool:
    return any(value == each and fits(path, pattern) for each, pattern in ALLOWED)


def complaint(path: KeyPath, value: str, told: tuple[Fault, ...]) -> str:
    """What is wrong with what was told of a value at a path; empty where it was refused or is allowed."""
    keys = dotted(path)
    if not told:
        return "" if is_allowed(path, value) else f"{keys} = {value} is accepted"
    if not all(str(fault).isprintable() for fault in told):
        return f"{keys} = {value} is told unprintably"
    at_home = any(keys.startswith(fault.key) or fault.key.startswith(keys) for fault in told)
    elsewhere = any(fits(path, pattern) for pattern in ELSEWHERE) and value == '"1e3"'
    return "" if at_home or elsewhere else f"{keys} = {value} is told elsewhere: {told[0]}"


def odd_values(folder: Path, tried: Iterator[tuple[KeyPath, str]]) -> tuple[int, list[str]]:
    """How many values were tried, and the complaints about what was told of them."""
    found = [
        complaint(path, value, faults(written(folder, put(path, VALUES[value])))) for path, value in tried
    ]
    return len(found), [each for each in found if each]


def every_pair() -> Iterator[tuple[KeyPath, str]]:
    """Each leaf with each value but its own."""
    for path, value in LEAVES:
        yield from ((path, name) for name, odd in VALUES.items() if odd is not value)


def test_an_odd_value_at_some_leaf_is_refused_or_allowed_for_a_reason(tmp_path: Path) -> None:
    names = list(VALUES)
    some = ((path, names[at % len(names)]) for at, (path, _) in enumerate(LEAVES[::QUICK]))
    tried, complaints = odd_values(tmp_path, some)
    assert tried >= len(LEAVES) // QUICK
    assert complaints == []


@pytest.mark.verify
def test_an_odd_value_at_any_leaf_is_refused_or_allowed_for_a_reason(tmp_path: Path, proof: Proof) -> None:
    tried, complaints = odd_values(tmp_path, every_pair())
    what = f"of {tried:,} odd values ({', '.join(VALUES)}) at the {len(LEAVES)} leaves of the full example"
    proof(f"{what}, those neither refused nor allowed for a stated reason", len(complaints), "0")
    assert complaints == []


@pytest.mark.verify
@pytest.mark.parametrize("value", VALUES)
def test_nothing_is_allowed_without_need(tmp_path: Path, value: str) -> None:
    for pattern in (pattern for each, pattern in ALLOWED if each == value):
        paths = [path for path, _ in LEAVES if fits(path, pattern)]
        assert any(not faults(written(tmp_path, put(path, VALUES[value]))) for path in paths), pattern


def misspelt(path: KeyPath, typo: str) -> tuple[Document, str]:
    """The full example with one key misspelt, and the wrong key path."""
    document = copy.deepcopy(DOCUMENT)
    table: Any = document
    for key in path[:-1]:
        table = table[key]
    wrong = TYPOS[typo](str(path[-1]))
    table[wrong] = table.pop(path[-1])
    return document, dotted((*path[:-1], wrong))


def unhelpful(folder: Path, path: KeyPath, typo: str) -> bool:
    """Whether a typo in a key is not refused with the right key."""
    document, wrong = misspelt(path, typo)
    told = {(fault.key, fault.message, fault.remedy) for fault in faults(written(folder, document))}
    return (wrong, UNKNOWN, f"did you mean {path[-1]}?") not in told


KEYS = [path for path, _ in leaves(DOCUMENT) if is_key(path) and "where" not in path]


@pytest.mark.verify
def test_a_typo_in_any_key_is_refused_with_the_right_one(tmp_path: Path, proof: Proof) -> None:
    left = [(dotted(path), typo) for path in KEYS for typo in TYPOS if unhelpful(tmp_path, path, typo)]
    what = f"of {2 * len(KEYS):,} typos in keys of the full example, those not refused with the right key"
    proof(what, len(left), "0")
    assert left == []


def test_a_typo_in_some_key_is_refused_with_the_right_one(tmp_path: Path) -> None:
    assert [path for path in KEYS[:: 3 * QUICK] if unhelpful(tmp_path, path, "swapped")] == []
