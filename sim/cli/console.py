"""What the command line shows: tables on stdout, messages on stderr."""

import os
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD, Box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.cli.channels import echo_json, legible

TextCell = str | Text
TextRow = tuple[str, Sequence[TextCell]]
"""A label, and a cell for each column."""

_UNATTENDED: Final = 120
"""Columns where no terminal listens and COLUMNS says nothing else."""
_READABLE: Final = 110
"""Longest line of prose."""
_GAP: Final = 2
_ASCII_HEAD: Final = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
"""The same as SIMPLE_HEAD where only UTF-8 has the lines of boxes for sure."""


class _Console(Console):
    """A console that leaves it to the caller what a closed pipe means."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def stdout() -> Console:
    """The console of results; plain where no terminal listens."""
    attended = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return _Console(width=None if attended else _UNATTENDED, highlight=False, soft_wrap=False, markup=False)


def show_grid(
    title: str, columns: Sequence[str], rows: Sequence[TextRow], *, note: str = "", together: int = 1
) -> None:
    """Print rows of figures under a title, broken into blocks of columns where the terminal is too narrow.

    `together` columns in a row, from the first, stay in one block.
    """
    console = stdout()
    columns = [legible(name, console.encoding) for name in columns]
    rows = [
        (legible(label, console.encoding), [_shown(cell, console) for cell in cells]) for label, cells in rows
    ]
    widths = [_width(name, [cells[at] for _, cells in rows]) for at, name in enumerate(columns)]
    room = console.width - max((cell_len(label) for label, _ in rows), default=0)
    heading(title)
    for number, block in enumerate(_blocks(widths, room, together)):
        if number:
            console.print()
        console.print(_grid(console, columns, widths, rows, block))
    if note:
        say(note, style="dim")


def _shown(cell: TextCell, console: Console) -> TextCell:
    """A cell as the console can show it, so that its width is known before the columns are laid out."""
    told = legible(str(cell), console.encoding)
    return cell if told == str(cell) else told if isinstance(cell, str) else Text(told, cell.style)


def _grid(
    console: Console, columns: Sequence[str], widths: Sequence[int], rows: Sequence[TextRow], block: range
) -> Table:
    table = _table(console)
    table.add_column("", no_wrap=True)
    for at in block:
        table.add_column(_broken(columns[at], widths[at]), justify="right", no_wrap=True, vertical="bottom")
    for label, cells in rows:
        table.add_row(label, *(cells[at] for at in block))
    return table


def _table(console: Console) -> Table:
    """A table without lines but one under its head; its box adds a space between columns."""
    padding = (0, _GAP - 1, 0, 0)
    box = SIMPLE_HEAD if console.encoding.startswith("utf") else _ASCII_HEAD
    return Table(box=box, show_edge=False, pad_edge=False, padding=padding, header_style="bold")


def _width(name: str, cells: Sequence[TextCell]) -> int:
    """Width of a column; its name may be broken after hyphens."""
    parts = [*name.replace("-", "- ").split(), *(str(cell) for cell in cells)]
    return max(map(cell_len, parts), default=0)


def _broken(name: str, width: int) -> str:
    return "\n".join(textwrap.wrap(name, max(width, 1), break_long_words=False))


def _blocks(widths: Sequence[int], room: int, together: int) -> Iterator[range]:
    """Runs of columns that fit into the room, each of at least `together`."""
    first, used = 0, 0
    for at in range(0, len(widths), together):
        width = sum(each + _GAP for each in widths[at : at + together])
        used += width
        if used > room and at > first:
            yield range(first, at)
            first, used = at, width
    if widths:
        yield range(first, len(widths))


def show_list(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[TextCell]], *, note: str = ""
) -> None:
    """Print records under a title; columns of numbers stand on the right, long texts are wrapped."""
    console = stdout()
    columns = [legible(name, console.encoding) for name in columns]
    rows = [[_shown(cell, console) for cell in row] for row in rows]
    table = _table(console)
    for at, name in enumerate(columns):
        right = all(_is_numeric(str(row[at])) for row in rows)
        table.add_column(name, justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in rows:
        table.add_row(*row)
    heading(title)
    console.print(table)
    if note:
        say(note, style="dim")


def _is_numeric(cell: str) -> bool:
    return not cell or cell == "–" or cell.lstrip("+-−~")[:1].isdigit()


def heading(text: str) -> None:
    """Print the title of what follows, after an empty line."""
    console = stdout()
    console.print()
    say(text, style="bold")


def say(text: str, *, bullet: str = "", style: str = "") -> None:
    """Print prose, wrapped to what is readable."""
    console = stdout()
    width = min(console.width, _READABLE)
    indent = " " * len(bullet)
    for line in textwrap.wrap(
        text.replace(" %", "\u00a0%"),
        width,
        initial_indent=bullet,
        subsequent_indent=indent,
        break_on_hyphens=False,
    ):
        console.print(Text(line.replace("\u00a0", " "), style), soft_wrap=True)


def print_json(document: Mapping[str, object]) -> None:
    """Print one JSON document; numbers that do not exist are null."""
    from sim.results.summary import summary_document

    echo_json(summary_document(document).decode())
