"""The page of a study: what its template shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Final

from sim.core.shortfalls import Shortfalls
from sim.report.material.data_table import DataTable
from sim.report.material.material import Material
from sim.report.page import evidence_tables, method, provenance, reasons
from sim.report.page.consequences import consequences
from sim.report.page.document import PageDocument, whole
from sim.report.page.grounds import grounds
from sim.report.page.key_figures import all_estimates, key_figures
from sim.report.page.sentences import headline, lead, limits, supporting
from sim.report.page.variance_table import NOT_SPLIT, variance_table
from sim.report.pictures import capacity, costs, effects, flow_map, sankey, spread, stock, switched, timeline
from sim.report.pictures.drawing import Drawn, Planned, drawn, nothing
from sim.study.comparison_study import ComparisonStudy

_CONTENTS: Final = (
    ("answer", "Answer"),
    ("figures", "Key figures"),
    ("when", "When"),
    ("capacity", "Capacity"),
    ("where", "Where"),
    ("whom", "Who and cost"),
    ("why", "Why"),
    ("uncertainty", "Uncertainty"),
    ("method", "Method"),
    ("provenance", "Provenance"),
)


def planned(material: Material, shortfalls: Shortfalls) -> Iterator[Planned]:
    """The pictures of a report in the order of the page."""
    study = material.study
    if isinstance(study, ComparisonStudy):
        yield Planned("effects", partial(effects.effects, material, study))
    yield Planned("timeline", partial(timeline.timeline, material))
    yield Planned("switched", partial(switched.switched, material))
    yield Planned("capacity", partial(capacity.capacity, material))
    yield Planned("capacity-made", partial(capacity.able_and_made, material))
    years = partial(flow_map.years_of_interest, material)
    for year in shortfalls.attempt("the years of the maps", years, nothing):
        yield Planned(f"map-{year}", partial(flow_map.flow_map, material, year))
    yield Planned("sankey", lambda: sankey.sankey(material, flow_map.first_middle_last(material)))
    yield Planned("costs", partial(costs.costs, material))
    yield Planned("stock", partial(stock.stock, material))
    yield Planned("spread", partial(spread.spread, material))
    drivers = shortfalls.attempt("the inputs that matter most", partial(spread.drivers_of, material), nothing)
    if drivers:
        yield Planned("drivers", partial(spread.driver_bars, material, material.arm, drivers))


def page_of(material: Material, shortfalls: Shortfalls | None = None) -> "Page":
    """The page of a report with its pictures drawn."""
    shortfalls = Shortfalls() if shortfalls is None else shortfalls
    return Page(material, drawn(planned(material, shortfalls), shortfalls), shortfalls)


@dataclass(frozen=True)
class ArmReasons:
    """The decisive reviews of an arm."""

    id: str
    title: str
    decisions: list[reasons.Decision]


@dataclass(frozen=True, eq=False)
class Page(PageDocument):
    """What the template shows."""

    material: Material
    drawn: Drawn
    shortfalls: Shortfalls = field(default_factory=Shortfalls)

    @property
    def title(self) -> str:
        """Title of the scenario."""
        return self.material.loaded.file.run.title

    @property
    def question(self) -> str:
        """The scenario's question."""
        return self.material.loaded.file.run.question

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        return headline(self.material)

    @property
    def consequences(self) -> str:
        """What else the best alternative changes."""
        return consequences(self.material)

    @cached_property
    def grounds(self) -> DataTable:
        """The inputs that the answer rests on most."""
        return grounds(self.material)

    @property
    def lead(self) -> str:
        """What the supporting sentences compare with."""
        return lead(self.material)

    @property
    def supporting(self) -> list[str]:
        """What supports it."""
        return supporting(self.material)

    @property
    def limits(self) -> list[str]:
        """What it does not say."""
        return limits(self.material)

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """Sections by id."""
        return _CONTENTS

    @property
    def rule(self) -> str:
        """How the run shown was chosen."""
        return self.material.representative.rule

    @cached_property
    def key_figures(self) -> DataTable:
        """Key figures of the programme in question."""
        return key_figures(self.material.study)

    @cached_property
    def all_figures(self) -> DataTable:
        """Key figures of all programmes."""
        return all_estimates(self.material.study)

    @cached_property
    def booked(self) -> DataTable:
        """Booked and free capacity."""
        return capacity.booked_out(self.material)

    @cached_property
    def reasons(self) -> list[ArmReasons]:
        """Decisive reviews by arm."""
        return [
            ArmReasons(arm, title, reasons.decisions(self.material, arm))
            for arm, title in self.material.titles.items()
        ]

    @cached_property
    def how_often(self) -> DataTable:
        """How often each reason decided."""
        return reasons.how_often(self.material)

    @cached_property
    def inputs(self) -> DataTable:
        """Uncertain inputs."""
        return evidence_tables.inputs(self.material)

    @cached_property
    def variance(self) -> DataTable:
        """What the variance comes from."""
        return variance_table(self.material)

    @property
    def not_split(self) -> str:
        """That the variance was not split."""
        return NOT_SPLIT

    @cached_property
    def method(self) -> DataTable:
        """Method in the items of STRESS-DES."""
        return method.stress(self.material)

    @property
    def evidence_told(self) -> str:
        """How much of the evidence is assumed."""
        return method.evidence_told(self.material)

    @cached_property
    def evidence(self) -> list[DataTable]:
        """Every input."""
        found = (
            evidence_tables.assumed_and_sourced,
            evidence_tables.legs,
            evidence_tables.stated,
            evidence_tables.defaults,
        )
        return [table for table in (each(self.material) for each in found) if table.rows]

    @cached_property
    def provenance(self) -> DataTable:
        """What made the numbers."""
        return provenance.provenance(self.material)


def render(page: Page) -> bytes:
    """The page as HTML; what could not be shown is told at its top and in its place."""
    return whole("report.html", page)
