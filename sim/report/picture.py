"""Pictures: drawn once, kept as SVG for the page and as SVG and PNG files."""

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from PIL import Image

from sim.report.data_table import DataTable
from sim.report.svg import framed, inlined
from sim.report.text import inert, wrapped

WIDTH: Final = 9.6
HEIGHT: Final = 4.7
"""Inches; with title and source 16 to 9."""
_DPI: Final = 120
_POINTS: Final = 72
"""Points in an inch."""
_FULL: Final = WIDTH * 9 / 16
_SOURCE: Final = 0.2
"""Inches for the line of the source."""
_ABOVE: Final = _FULL - HEIGHT - _SOURCE
"""Inches for the title."""
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
        figure = Figure(figsize=(WIDTH, _FULL), dpi=_DPI, layout="constrained")
        _layout(figure)
        sketch.draw(figure)
        png, drawn = _drawn(figure, lines, source)
    svg = inlined(drawn, sketch.id, alt, (_POINTS * _ABOVE, _POINTS * HEIGHT))
    file_svg = framed(svg, lines, source).encode()
    return Picture(sketch.id, title, alt, sketch.source, sketch.table, svg, file_svg, png)


def _layout(figure: Figure) -> None:
    """Leave room for title and source."""
    engine = figure.get_layout_engine()
    assert isinstance(engine, ConstrainedLayoutEngine)  # noqa: S101 - as it was made
    engine.set(rect=(0, _SOURCE / _FULL, 1, HEIGHT / _FULL))


def _drawn(figure: Figure, lines: list[str], source: str) -> tuple[bytes, bytes]:
    """The figure as PNG with title and source around it, and as SVG without them, laid out once for both."""
    around = [
        figure.text(
            0.01, 1 - 0.15 * _ABOVE / _FULL, "\n".join(lines), fontsize=11, fontweight="bold", va="top"
        ),
        figure.text(0.01, 0.25 * _SOURCE / _FULL, source, fontsize=7.5, color="#6b6b6b"),
    ]
    for each in around:
        each.set_in_layout(False)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    png, svg = io.BytesIO(), io.BytesIO()
    Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB").save(png, "png")
    figure.set_layout_engine("none")
    for each in around:
        each.remove()
    vector: Any = FigureCanvasSVG(figure)
    vector.print_svg(svg, metadata={"Date": None})
    return png.getvalue(), svg.getvalue()


@contextlib.contextmanager
def _style() -> Iterator[None]:
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        # A name may hold letters that the font of the PNG lacks; in the SVG they stay text.
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        yield
