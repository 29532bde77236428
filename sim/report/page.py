"""The page: one self-contained document, its policy naming the hashes of its own style and script."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import jinja2
from markupsafe import Markup

from sim.report import evidence_tables, method, player, provenance, reasons
from sim.report.data_table import DataTable
from sim.report.glossary import GLOSSARY
from sim.report.key_figures import all_estimates, key_figures
from sim.report.material import Material
from sim.report.picture import Picture, Sketch
from sim.report.pictures import capacity, costs, flow_map, sankey, spread, stock, switching
from sim.report.sentences import headline, limits, supporting
from sim.report.text import inert

_TEMPLATES: Final = Path(__file__).parent / "templates"
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


def sketches(material: Material) -> list[Sketch]:
    """The pictures of a report in the order of the page."""
    years = flow_map.years_of_interest(material)
    found = [
        switching.timeline(material),
        switching.switched(material),
        capacity.capacity(material),
        *(flow_map.flow_map(material, year) for year in years),
        sankey.sankey(material, tuple(dict.fromkeys((years[0], years[-1])))),
        costs.costs(material),
        stock.stock(material),
        spread.spread(material),
    ]
    drivers = spread.drivers_of(material)
    return [*found, spread.driver_bars(material, material.arm, drivers)] if drivers else found


@dataclass(frozen=True)
class ArmReasons:
    """The decisive reviews of an arm."""

    id: str
    title: str
    decisions: list[reasons.Decision]


@dataclass(frozen=True, eq=False)
class Page:
    """What the template shows."""

    material: Material
    drawn: Sequence[Picture]

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
    def focus(self) -> str:
        """Name of the programme in question."""
        return self.material.focus

    @property
    def rule(self) -> str:
        """How the run shown was chosen."""
        return self.material.representative.rule

    @property
    def one_run(self) -> str:
        """Where pictures of one run come from."""
        return self.material.one_run

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """Pictures by id."""
        return {each.id: each for each in self.drawn}

    @property
    def maps(self) -> list[Picture]:
        """The still maps."""
        return [each for each in self.drawn if each.id.startswith("map-")]

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
            for arm, title in self.material.study.arms.items()
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

    @property
    def glossary(self) -> tuple[tuple[str, str], ...]:
        """Words that the page uses."""
        return GLOSSARY

    @cached_property
    def provenance(self) -> DataTable:
        """What made the numbers."""
        return provenance.provenance(self.material)

    @property
    def scene(self) -> str:
        """The player's map."""
        return player.scene(self.material)

    @cached_property
    def player(self) -> str:
        """The player's numbers."""
        return player.data(self.material)

    @property
    def style(self) -> str:
        """The page's style sheet."""
        return (_TEMPLATES / "report.css").read_text(encoding="utf-8")

    @property
    def script(self) -> str:
        """The page's script."""
        return (_TEMPLATES / "player.js").read_text(encoding="utf-8")

    @property
    def policy(self) -> str:
        """Content security policy: nothing from anywhere but this page's own style and script."""
        return (
            f"default-src 'none'; style-src {_hash(self.style)}; script-src {_hash(self.script)}; "
            "base-uri 'none'; form-action 'none'"
        )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def render(page: Page) -> bytes:
    """The page as HTML: every value is text, but for what this program drew or wrote itself."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        finalize=_final,
        keep_trailing_newline=True,
    )
    environment.filters["trusted"] = Markup
    return environment.get_template("report.html").render(page=page).encode("utf-8")


def _final(value: object) -> object:
    """Texts without characters that act on what stands around them."""
    return inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value
