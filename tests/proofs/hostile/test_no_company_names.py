"""Companies are data: no name of a company, a place or a car programme stands in the program."""

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tests.verification import Proof

ROOT = Path(__file__).parents[3]
TABLES = {
    "suppliers": ("id", "name"),
    "plants": ("plant",),
    "oems": ("id", "name", "group"),
    "vehicle-plants": ("id",),
    "vehicles": ("id",),
    "demand": ("curve",),
    "sites": ("id", "name"),
}
"""Tables of the seeds that name companies, plants, programmes and places, and the columns that do."""
ENTITIES = ("suppliers", "plants", "oems", "programmes", "sites")
"""Tables of a scenario that do."""
ORDINARY = frozenset({
    "and", "base", "closure", "days", "energy", "first", "for", "good", "hindsight", "known", "kwh", "land", "named", "north",
    "not", "overtime", "plant", "port", "power", "rail", "range", "safety", "share", "smaller", "supplier",
    "supply", "terminal", "tunnel", "weekly",
})  # fmt: skip
"""Words of names that are words of the trade, or of any sentence."""
AMBIGUOUS = frozenset({"arrival", "leaf"})
"""A maker and a car that are called what a shipment has, and what a tree of keys ends in."""
SHORTEST = 3
SOURCES = sorted(path for path in (ROOT / "sim").rglob("*") if path.suffix in {".py", ".html", ".js", ".css"})


def words(text: str) -> set[str]:
    """Words in lower case, accents taken off; `camelCase` and `snake_case` are taken apart."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", plain)}


def named_in_seeds() -> Iterator[str]:
    for table, columns in TABLES.items():
        with (ROOT / "seeds" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            yield from (row[column] for row in csv.DictReader(file) for column in columns)


def named_in_scenarios() -> Iterator[str]:
    for path in (ROOT / "scenarios").glob("*.toml"):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        yield path.stem
        for table in ENTITIES:
            for id_, entity in document.get(table, {}).items():
                yield f"{id_} {entity.get('name', '')}"


def names() -> set[str]:
    found = {word for text in (*named_in_seeds(), *named_in_scenarios()) for word in words(text)}
    return {word for word in found if len(word) >= SHORTEST}


def test_no_name_of_a_company_place_or_programme_stands_in_the_program(proof: Proof) -> None:
    telling = names() - ORDINARY - AMBIGUOUS
    said = {path.name: words(path.read_text(encoding="utf-8")) & telling for path in SOURCES}
    what = f"files of sim/ that say one of {len(telling)} words of names"
    proof(what, sum(map(bool, said.values())), "0")
    assert {name: found for name, found in said.items() if found} == {}


def test_words_are_taken_apart_before_they_are_compared() -> None:
    assert words("from_plant fromPlant FROM-Plant GÖD") == {"from", "plant", "god"}


def test_no_word_is_called_ordinary_without_need() -> None:
    said = {word for path in SOURCES for word in words(path.read_text(encoding="utf-8"))}
    assert (ORDINARY | AMBIGUOUS) - (names() & said) == set()
