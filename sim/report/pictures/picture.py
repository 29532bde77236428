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
from PIL import Image

from sim.report.material.data_table import DataTable
from sim.report.material.palette import GREY
from sim.report.material.text import inert, wrapped
from sim.report.pictures.svg import framed, inlined

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
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=_DPI, layout="constrained")
        sketch.draw(figure)
        image, drawn = _drawn(figure)
        file_png = _png(image, lines, source)
    svg = inlined(drawn, sketch.id, alt)
    file_svg = framed(svg, lines, source).encode()
    return Picture(sketch.id, title, alt, sketch.source, sketch.table, svg, file_svg, file_png)


def _drawn(figure: Figure) -> tuple[Image.Image, bytes]:
    """The figure as an image and as SVG, laid out once for both."""
    image, svg = _image(figure), io.BytesIO()
    figure.set_layout_engine("none")
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(svg, metadata={"Date": None})
    return image, svg.getvalue()


def _image(figure: Figure) -> Image.Image:
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    size = canvas.get_width_height()
    return Image.frombuffer("RGBA", size, canvas.buffer_rgba()).convert("RGB")


def _png(image: Image.Image, lines: list[str], source: str) -> bytes:
    """The image with title and source around it: a PNG of 16 to 9."""
    full = WIDTH * 9 / 16
    frame = Figure(figsize=(WIDTH, full), dpi=_DPI)
    above = full - HEIGHT - _SOURCE
    frame.text(0.01, 1 - 0.15 * above / full, "\n".join(lines), fontsize=11, fontweight="bold", va="top")
    frame.text(0.01, 0.25 * _SOURCE / full, source, fontsize=7.5, color=GREY)
    framed_image, found = _image(frame), io.BytesIO()
    framed_image.paste(image, (0, round(_DPI * above)))
    framed_image.save(found, "png")
    return found.getvalue()


@contextlib.contextmanager
def _style() -> Iterator[None]:
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        # A name may hold letters that the font of the PNG lacks; in the SVG they stay text.
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        yield
