"""Tables of the evidence list: sourced figures, legs, choices of the scenario, defaults, distributions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.report.material.data_table import DataTable
from sim.report.material.evidence import Evidence, Source, by_seed, of_worlds
from sim.report.material.material import Material
from sim.report.material.text import readable
from sim.report.material.words import words

if TYPE_CHECKING:
    from sim.results.table import CellValue


def assumed_and_sourced(material: Material) -> DataTable:
    """Figures of the seeds that the scenario uses: value, unit, date, source, confidence."""
    rows = [
        (
            _standing(row),
            row.seed,
            row.value,
            row.unit,
            row.as_of,
            _source(row, material.sources),
            row.confidence,
            used,
            row.note,
        )
        for row, used in by_seed(material.evidence)
        if not _geographic(row)
    ]
    rows.sort(key=lambda row: (row[0] != _standing_word("assumption"), row[1]))
    columns = ("Standing", "Figure", "Value", "Unit", "As of", "Source", "Confidence", "Used", "Note")
    return DataTable(
        "Figures with their sources",
        columns,
        rows,
        "Assumptions come first. Used: number of places in the scenario.",
    )


def _geographic(row: Evidence) -> bool:
    return row.key.startswith(("legs.", "sites."))


def _standing(row: Evidence) -> str:
    return _standing_word(row.standing)


def _standing_word(standing: str) -> str:
    return {"assumption": "ASSUMPTION", "stated": "scenario", "default": "default"}.get(standing, "sourced")


def _source(row: Evidence, sources: Mapping[str, Source]) -> str:
    found = [sources.get(id_) for id_ in row.source.split()]
    told = [
        f"{source.title} ({', '.join(filter(None, (source.publisher, source.date)))})"
        for source in found
        if source is not None
    ]
    return "; ".join(told[:2]) + ("; and others" if len(told) > 2 else "") if told else row.source  # noqa: PLR2004


def stated(material: Material) -> DataTable:
    """Values that the scenario states itself, without a source: dates, names and choices."""
    rows = [
        (row.key, row.value, row.unit, row.place)
        for row in material.evidence
        if row.standing == "stated" and not _geographic(row)
    ]
    return DataTable(
        "Stated by the scenario itself",
        ("Key", "Value", "Unit", "Place"),
        rows,
        "Dates, names and choices without a source; the scenario file says why.",
    )


def defaults(material: Material) -> DataTable:
    """Values that no file states."""
    rows = [(row.key, row.value, row.unit) for row in material.evidence if row.standing == "default"]
    return DataTable("Defaults of the model", ("Key", "Value", "Unit"), rows)


def _known(material: Material) -> Mapping[str, Evidence]:
    """What is known of the values of all arms by key path in a world, as they stand in the shown arm where it has them."""
    return of_worlds(material.evidence, (material.arm, *material.titles))


def legs(material: Material) -> DataTable:
    """Legs that a shipment of the representative replication took, with how their distance was found."""
    network, name = material.entities.legs, material.palette.name
    used = {leg for run in material.runs.values() for route in run.record.routes for leg in route.legs}
    sourced = {
        key.split(".")[1].strip('"'): row
        for key, row in _known(material).items()
        if key.startswith("legs.") and key.endswith(".km")
    }
    rows: list[tuple[CellValue, ...]] = [
        (
            name(leg.origin),
            name(leg.destination),
            leg.mode,
            leg.km,
            leg.method,
            sourced[id_].source if id_ in sourced else "",
            sourced[id_].confidence if id_ in sourced else "",
        )
        for id_, leg in sorted(network.items())
        if id_ in used
    ]
    note = (
        f"{len(rows)} of the {len(network)} legs of the network; all are in network.graphml "
        "and evidence.csv. Road distances from OpenStreetMap are under the ODbL."
    )
    return DataTable(
        "Legs in use", ("From", "To", "Mode", "Distance [km]", "Method", "Source", "Confidence"), rows, note
    )


def inputs(material: Material) -> DataTable:
    """The uncertain inputs with their distributions."""
    values = _known(material)
    found = [(key, values.get(key)) for key in material.uncertain]
    rows: list[tuple[CellValue, ...]] = [
        (
            "" if row is None else _standing(row),
            words(key, material.palette),
            "" if row is None else readable(row.value),
            "" if row is None else row.unit,
            "" if row is None else row.confidence,
            key,
        )
        for key, row in found
    ]
    columns = ("Standing", "Input", "Distribution", "Unit", "Confidence", "Key")
    return DataTable("Uncertain inputs", columns, rows)
