"""Pictures: drawn once, kept as SVG for the page and as SVG and PNG files."""

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.report.data_table import DataTable
from sim.report.svg import framed, inlined
from sim.report.text import inert, wrapped

WIDTH: Final = 9.6
HEIGHT: Final = 4.7
"""Inches; with title and source 16 to 9."""
_DPI: Final = 120
_SOURCE: Final = 0.2
"""Inches for the line of the source."""
_TITLE: Final = 96
"""Characters in a line of the title of a picture's file."""
_STYLE: Final[Any] = {
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
    title, alt, source = inert(sketch.title), inert(sketch.alt), inert(sketch.source)
    lines = wrapped(title, _TITLE, 2).split("\n")
    with _style():
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        sketch.draw(figure)
        drawn = _saved(figure, "svg", Bbox.from_extents(0, 0, WIDTH, HEIGHT))
        png = _titled(figure, lines, source)
    svg = inlined(drawn, sketch.id, alt)
    file_svg = framed(svg, lines, source).encode()
    return Picture(sketch.id, title, alt, sketch.source, sketch.table, svg, file_svg, png)


def _titled(figure: Figure, lines: list[str], source: str) -> bytes:
    """The figure as laid out, with title and source around it: a PNG of 16 to 9."""
    figure.set_layout_engine("none")
    above = WIDTH * 9 / 16 - HEIGHT - _SOURCE
    figure.text(0.01, 1 + 0.85 * above / HEIGHT, "\n".join(lines), fontsize=11, fontweight="bold", va="top")
    figure.text(0.01, -0.75 * _SOURCE / HEIGHT, source, fontsize=7.5, color="#6b6b6b")
    return _saved(figure, "png", Bbox.from_extents(0, -_SOURCE, WIDTH, HEIGHT + above))


@contextlib.contextmanager
def _style() -> Iterator[None]:
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        # A name may hold letters that the font of the PNG lacks; in the SVG they stay text.
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        yield


def _saved(figure: Figure, kind: str, box: Bbox) -> bytes:
    found = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    figure.savefig(found, format=kind, dpi=_DPI, metadata=metadata, bbox_inches=box)
    return found.getvalue()
