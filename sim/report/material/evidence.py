"""Evidence: every value of a scenario with unit, date, source and confidence, as a list."""

import csv
import io
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path, PurePath
from typing import Final, Literal

from sim.report.material.text import inert
from sim.scenario.listing import DEFAULT, listing
from sim.scenario.load import LoadedScenario

FILE: Final = "evidence.csv"
ASSUMED: Final = "assumption"
"""Source id of seeds rows that are nobody's figure."""

SourceStatus = Literal["sourced", "assumption", "stated", "default"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value, and what is known of it; texts, empty where there is nothing to say."""

    key: str
    value: str
    unit: str
    as_of: str
    source: str
    confidence: str
    seed: str
    """`table/row` of the seeds."""
    place: str
    note: str

    @property
    def standing(self) -> SourceStatus:
        """What the value rests on."""
        if self.source:
            return "assumption" if self.source == ASSUMED else "sourced"
        return "default" if self.place == DEFAULT else "stated"


def evidence_of(loaded: LoadedScenario) -> tuple[Evidence, ...]:
    """The evidence of a scenario as loaded from its files; folders are left out of places."""
    found = []
    for entry in listing(loaded):
        origin = loaded.provenance.get(entry.key)
        if origin is None:
            found.append(Evidence(entry.key, entry.value, entry.unit, "", "", "", "", DEFAULT, ""))
            continue
        place = f"{PurePath(origin.file).name}:{origin.line}" if origin.line else PurePath(origin.file).name
        unit = entry.unit or (origin.unit if origin.seed and _counts(entry.value) else "")
        found.append(
            Evidence(
                entry.key,
                entry.value,
                unit,
                origin.as_of,
                origin.source,
                origin.confidence,
                origin.seed,
                place,
                origin.note,
            )
        )
    return tuple(found)


def _counts(value: str) -> bool:
    return any(character.isdigit() for character in value)


def to_csv(rows: Sequence[Evidence]) -> bytes:
    """The evidence as CSV in UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields(Evidence)])
    writer.writerows(map(astuple, rows))
    return text.getvalue().encode("utf-8", "replace")


def kept(folder: Path) -> tuple[Evidence, ...] | None:
    """The evidence that a folder keeps; None where it keeps none."""
    try:
        lines = (folder / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return tuple(Evidence(**row) for row in csv.DictReader(io.StringIO(lines)))


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so."""

    title: str
    publisher: str
    date: str
    url: str


def sources_of(folder: Path) -> Mapping[str, Source]:
    """Sources of a seeds folder by id; none where there is no such table."""
    try:
        text = (folder / "sources.csv").read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    rows = csv.DictReader(io.StringIO(text))
    return {row["id"]: Source(inert(row["title"]), row["publisher"], row["date"], row["url"]) for row in rows}


def of_worlds(rows: Sequence[Evidence], arms: Iterable[str]) -> dict[str, Evidence]:
    """Rows by their key path in a world: those of all arms, then what any of the arms has alone.

    Where an arm changes a value of the world of all, the first of the arms says which of the two it is.
    """
    first, *others = (_changed(rows, arm) for arm in dict.fromkeys(arms))
    common = {row.key: row for row in rows if not row.key.startswith("arms.")}
    return dict(ChainMap(first, common, *others))


def _changed(rows: Iterable[Evidence], arm: str) -> dict[str, Evidence]:
    """What an arm changes, by key path in its world."""
    prefix = f"arms.{arm}.change."
    return {row.key.removeprefix(prefix): row for row in rows if row.key.startswith(prefix)}


def by_seed(rows: Iterable[Evidence]) -> list[tuple[Evidence, int]]:
    """Sourced and assumed figures once for each seeds row and value, with the number of keys that use it."""
    found: dict[tuple[str, str], list[Evidence]] = {}
    for row in rows:
        if row.seed:
            found.setdefault((row.seed, row.value), []).append(row)
    return [(same[0], len(same)) for _, same in sorted(found.items())]
