"""Grounds: the three inputs that the answer rests on most, with what is known of each."""

from typing import Final

from sim.report.material.data_table import DataTable
from sim.report.material.evidence import Evidence
from sim.report.material.material import Material
from sim.report.material.text import minus, readable
from sim.report.material.words import words
from sim.report.pictures.spread import drivers_of
from sim.results.table import CellValue
from sim.statistics.drivers import Driver

_MOST: Final = 3
_RESTS_ON: Final = {
    "assumption": "an assumption",
    "sourced": "a source",
    "stated": "the scenario's own word",
    "default": "a default of the model",
}


def grounds(material: Material) -> DataTable:
    """The inputs that go most with the shown arm's difference in landed cost; no rows where nothing is compared."""
    found = drivers_of(material)
    sure = sum(driver.stands_out for driver in found)
    level = f"{100 * material.study.plan.level:g} %"
    note = (
        f"Rank correlation over the replications, with {level} interval: −1 or +1, the input alone decides; near 0, it "
        f"does not matter. Of {len(found)} uncertain inputs that vary, {sure or 'none'} "
        f"{'goes' if sure == 1 else 'go'} with it more than chance would have one among so many. Section 8 shows more."
    )
    columns = ("Input", "Drawn as", "The higher it is", "Rank correlation", "More than chance", "Rests on")
    return DataTable(
        f"The three uncertain inputs that matter most for the landed cost of {material.arm} against "
        f"{material.reference}",
        columns,
        [_row(material, driver) for driver in found[:_MOST]],
        note,
    )


def _row(material: Material, driver: Driver) -> tuple[CellValue, ...]:
    known = next((each for each in material.evidence if each.key == driver.path), None)
    drawn = "" if known is None else " ".join(filter(None, (readable(known.value), known.unit)))
    r, low, high = (minus(f"{value:+.2f}") for value in (driver.rank_correlation, driver.low, driver.high))
    return (
        words(driver.path, material.palette),
        drawn,
        f"the {'dearer' if driver.rank_correlation > 0 else 'cheaper'} is {material.arm}",
        f"{r} ({low} to {high})",
        driver.stands_out,
        "unknown: its source is not recorded" if known is None else _told(known),
    )


def _told(known: Evidence) -> str:
    """What the value rests on, and how sure it is."""
    confidence = f", {known.confidence} confidence" if known.confidence else ""
    return f"{_RESTS_ON[known.standing]}{confidence}"
