"""Pictures: drawn once, kept as SVG for the page and as SVG and PNG files."""

import contextlib
import io
import textwrap
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.report.data_table import DataTable
from sim.report.svg import framed, inlined
from sim.report.text import inert

WIDTH: Final = 9.6
HEIGHT: Final = 5.4
"""Inches: 16 to 9."""
_DPI: Final = 120
_LINE: Final = 0.21
_MARGIN: Final = 0.14
"""Inches: a line of the title or the source, and the space around the title."""
_TITLE: Final = 96
"""Characters in a line of the title of a picture's file."""
_STYLE: Final = {
    "svg.fonttype": "none",
    "svg.hashsalt": "cellswitch",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#6b6b6b",
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "hatch.linewidth": 0.6,
    "path.simplify": True,
}

Draw = Callable[[Figure], None]


@dataclass(frozen=True)
class Sketch:
    """What a picture says and shows, before it is drawn."""

    id: str
    title: str
    """The finding, with its numbers."""
    alt: str
    source: str
    table: DataTable
    draw: Draw


@dataclass(frozen=True)
class Picture:
    """A picture as the page and the files hold it."""

    id: str
    title: str
    alt: str
    source: str
    table: DataTable
    svg: str
    """Without title and source, for the page."""
    file_svg: bytes
    file_png: bytes


def picture(sketch: Sketch) -> Picture:
    """Draw a sketch. The bytes depend on the sketch alone."""
    title, alt = inert(sketch.title), inert(sketch.alt)
    svg = inlined(_drawn(sketch.draw, "svg"), sketch.id, alt)
    lines = textwrap.wrap(title, _TITLE)
    return Picture(
        sketch.id, title, alt, sketch.source, sketch.table, svg,
        framed(svg, lines, inert(sketch.source)).encode(), _titled(sketch, lines),
    )  # fmt: skip


def _drawn(draw: Draw, kind: str) -> bytes:
    """The drawing alone, as it stands in the page."""
    with _style():
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        draw(figure)
        return _saved(figure, kind, Bbox([[0, 0], [WIDTH, HEIGHT]]))


def _titled(sketch: Sketch, lines: list[str]) -> bytes:
    """The drawing with title and source, as PNG of the same size."""
    above = _LINE * len(lines) + _MARGIN
    height = HEIGHT - above - _LINE
    with _style():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        sketch.draw(figure)
        figure.text(0.01, 1 + (above - _MARGIN / 2) / height, "\n".join(lines), fontsize=11, fontweight="bold", va="top", in_layout=False)
        figure.text(0.01, -0.75 * _LINE / height, inert(sketch.source), fontsize=7.5, color="#6b6b6b", in_layout=False)
        return _saved(figure, "png", Bbox([[0, -_LINE], [WIDTH, height + above]]))


@contextlib.contextmanager
def _style() -> Iterator[None]:
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        # A name may hold letters that the font of the PNG lacks; in the SVG they stay text.
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        yield


def _saved(figure: Figure, kind: str, box: Bbox) -> bytes:
    found = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    figure.savefig(found, format=kind, dpi=_DPI, metadata=metadata, bbox_inches=box)  # type: ignore[arg-type]
    return found.getvalue()
