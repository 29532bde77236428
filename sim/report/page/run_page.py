"""The page of a single run: what happened, in the pictures and tables that the page of a study has too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from sim.core.keys import MeasureKey
from sim.core.shortfalls import Shortfalls
from sim.report.material.data_table import DataTable, PercentCell
from sim.report.material.growth import growth_of_run
from sim.report.material.labels import label
from sim.report.material.ledger import ledger_of, rows_of
from sim.report.material.material import SEEDS, coast_of
from sim.report.material.shown import Shown
from sim.report.material.text import brief, energy, month, number
from sim.report.material.words import words
from sim.report.page import reasons
from sim.report.page.document import PageDocument, whole
from sim.report.pictures import capacity, flow_map, sankey, stock, timeline
from sim.report.pictures.drawing import Drawn, Planned, drawn, nothing
from sim.results.files import output_errors, write_whole
from sim.results.table import CellValue
from sim.rules.measures.catalogue import (
    BY_NAME,
    DELIVERED,
    DISTANCE,
    FIRST_SWITCH,
    KEY_FIGURES,
    LANDED_COST,
    SWITCHED,
)
from sim.rules.tables.table import Table
from sim.study.run import Run

PAGE: Final = "report.html"
_DECISIONS: Final = 6
"""Reviews shown in full."""
_CONTENTS: Final = (
    ("figures", "Key figures"),
    ("when", "When"),
    ("capacity", "Capacity"),
    ("where", "Where"),
    ("whom", "Who and how reliably"),
    ("cost", "Cost"),
    ("why", "Why"),
    ("inputs", "What was drawn"),
)


def write_run_report(run: Run, *, seeds: Path = SEEDS, shortfalls: Shortfalls | None = None) -> Path:
    """Write the page of a run into its folder; returns its path. The bytes depend on the run alone.

    `seeds` holds the coastline. What cannot be shown for a bug in it goes into `shortfalls` and onto the page, and costs
    nothing else. Raises ValueError for a run that has no folder, and OutputFailed.
    """
    if run.folder is None:
        message = "the run was not written anywhere, so its page has no place"
        raise ValueError(message)
    with output_errors(run.folder):
        page = run_page(run, seeds, shortfalls)
    write_whole(run.folder / PAGE, [whole("run.html", page)])
    return run.folder / PAGE


def run_page(run: Run, seeds: Path = SEEDS, shortfalls: Shortfalls | None = None) -> "RunPage":
    """What the template shows of a run."""
    shortfalls = Shortfalls() if shortfalls is None else shortfalls
    result = run.result
    shown = Shown(
        question=run.focus,
        titles={run.arm: ""},
        arm=run.arm,
        reference=run.arm,
        runs={run.arm: result},
        one_run=f"Source: one simulated replication, number {result.replication}.",
        growth=growth_of_run(result),
        sample=1,
        coast=coast_of(seeds),
    )
    return RunPage(shown, drawn(planned(shown, shortfalls), shortfalls), shortfalls)


def planned(shown: Shown, shortfalls: Shortfalls) -> Iterator[Planned]:
    """The pictures of a run in the order of the page."""
    yield Planned("timeline", partial(timeline.timeline, shown))
    yield Planned("capacity", partial(capacity.capacity, shown))
    yield Planned("capacity-made", partial(capacity.able_and_made, shown))
    years = partial(flow_map.years_of_interest, shown)
    for year in shortfalls.attempt("the years of the maps", years, nothing):
        yield Planned(f"map-{year}", partial(flow_map.flow_map, shown, year))
    yield Planned("sankey", lambda: sankey.sankey(shown, flow_map.first_middle_last(shown)))
    yield Planned("stock", partial(stock.stock, shown))


@dataclass(frozen=True, eq=False)
class RunPage(PageDocument):
    """What the template shows."""

    material: Shown
    drawn: Drawn
    shortfalls: Shortfalls = field(default_factory=Shortfalls)

    @property
    def title(self) -> str:
        """Title of the scenario and number of the run."""
        run = self.material.runs[self.material.arm]
        return f"{self.material.scenario.run.title} – one run, arm {self.material.arm}, replication {run.replication}"

    @property
    def question(self) -> str:
        """The scenario's question."""
        return self.material.scenario.run.question

    @property
    def headline(self) -> str:
        """What the programme in question got, from how far, at what cost."""
        focus = self.material.focus
        if not self._measure(DELIVERED) > 0:
            return f"In this run {focus} receives no cells."
        switched = self._measure(FIRST_SWITCH)
        told = f"it first switches in {month(switched)}" if switched == switched else "it never switches"  # noqa: PLR0124 - NaN: never
        return (
            f"In this run {focus} receives {energy(self._measure(DELIVERED))} of cells over "
            f"{number(self._measure(DISTANCE))} km on average, at "
            f"{number(self._measure(LANDED_COST))} EUR/kWh landed; {told}."
        )

    @property
    def caution(self) -> str:
        """How far one run goes."""
        return "One run is one of many possible courses, no forecast: a study of many runs says how likely it is."

    def _measure(self, name: str) -> float:
        return self.material.runs[self.material.arm].measure(name, self.material.question)

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """Sections by id."""
        return _CONTENTS

    @cached_property
    def key_figures(self) -> DataTable:
        """Measures of every programme, that in question first."""
        run, name = self.material.runs[self.material.arm], self.material.palette.name
        owners = sorted(
            self.material.scenario.programmes, key=lambda id_: (id_ != self.material.question, id_)
        )
        values = {
            (key.name, key.owner): _value(key, float(value))
            for key, value in zip(run.keys, run.values, strict=True)
        }
        keys = {key.name: key for key in run.keys if key.scope == "programme"}
        rows: list[tuple[CellValue, ...]] = [
            (_label(keys[measure]), *(values[measure, owner] for owner in owners)) for measure in KEY_FIGURES
        ]
        return DataTable("Key figures by programme", ("Measure", *map(name, owners)), rows)

    @cached_property
    def switches(self) -> DataTable:
        """Every change of supply."""
        columns = ("Programme", "From", "To", "Share", "Decided", "Promised", "Started", "Outcome")
        names = (
            "programme",
            "from_plant",
            "plant",
            "share",
            "decided_date",
            "promised_date",
            "start_date",
            "outcome",
        )
        return DataTable("Changes of supply, first awards included", columns, self._named("switches", names))

    @cached_property
    def phases(self) -> DataTable:
        """What happened to the phases of the plants."""
        columns = ("Plant", "Phase", "Date", "Event", "Nameplate [GWh/year]", "SOP expected then")
        names = ("plant", "phase", "date", "event", "nameplate_gwh_per_year", "expected_sop_date")
        return DataTable("Phases of the plants", columns, self._named("phases", names))

    @cached_property
    def ledger(self) -> DataTable:
        """What the programme in question paid, by year and part."""
        return ledger_of(self.material)

    @property
    def _reviews(self) -> int:
        return len(self.material.reviews(self.material.arm))

    @cached_property
    def decisions(self) -> list[reasons.Decision]:
        """The first decisive reviews of the programme in question."""
        return reasons.decisions(self.material, self.material.arm, _DECISIONS)

    @property
    def decisions_left_out(self) -> int:
        """How many more there are."""
        return self._reviews - len(self.decisions)

    @cached_property
    def reviews(self) -> DataTable:
        """Every review of every programme, with its winner and its reason."""
        record, calendar, name = (
            self.material.runs[self.material.arm].record,
            self.material.calendar,
            self.material.palette.name,
        )
        rows: list[tuple[CellValue, ...]] = [
            (
                calendar.date_of(each.day), name(each.programme), each.trigger, each.policy, each.changed,
                ", ".join(
                    f"{name(one.plant)} {brief(100 * one.awarded_share)} %"
                    for one in each.ranking if one.awarded_share > 0
                ),
                reasons.named(self.material, each.reason),
            )
            for each in record.reviews
        ]  # fmt: skip
        columns = ("Date", "Programme", "Trigger", "Policy", "Changed", "Supply from then", "Reason")
        return DataTable("All reviews of all programmes", columns, rows)

    @cached_property
    def inputs(self) -> DataTable:
        """The uncertain numbers as they were drawn."""
        drawn = sorted(self.material.runs[self.material.arm].parameters.items())
        rows = [(words(path, self.material.palette), path, value) for path, value in drawn]
        return DataTable("Uncertain inputs as drawn in this run", ("Input", "Key", "Value"), rows)

    def _table(self, name: str) -> Table:
        return self.material.tables[self.material.arm][name]

    def _named(self, table: str, names: Sequence[str]) -> list[tuple[CellValue, ...]]:
        """Rows of a table of the run, entities by their names, shares as such."""
        entities = {"programme", "plant", "from_plant"}
        return [
            tuple(
                self.material.palette.name(value)
                if at in entities
                else PercentCell(value)
                if at == "share"
                else value
                for at, value in zip(names, row, strict=True)
            )
            for row in rows_of(self._table(table), names)
        ]


def _value(key: MeasureKey, value: float) -> CellValue:
    """A measure of a run: dates as months, yes or no in words, shares in per cent."""
    match key.unit:
        case "year":
            return month(value)
        case "0/1":
            return "yes" if value else "no"
        case "share":
            return 100 * value
        case _:
            return value


def _label(key: MeasureKey) -> str:
    """Of one run, that has no median and no share of replications."""
    own = {SWITCHED: BY_NAME[SWITCHED].words.label, FIRST_SWITCH: "First switch"}
    return own.get(key.name) or label(key)
