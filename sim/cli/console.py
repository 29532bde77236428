"""What the command line shows: tables on stdout, progress on stderr."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

_WIDTH_UNATTENDED = 140
"""Columns of a table that goes to a file or a pipe."""


def stdout() -> Console:
    """The console of results; wide and plain where no terminal listens."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH_UNATTENDED, highlight=False)


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, caption: str = "") -> None:
    """Print a table; columns whose first cell looks like a number stand on the right."""
    table = Table(title=title, box=SIMPLE_HEAD, title_justify="left", caption=caption or None, caption_justify="left")
    for position, column in enumerate(columns):
        table.add_column(column, justify="right" if rows and _is_numeric(rows[0][position]) else "left")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    stdout().print(table)


def _is_numeric(cell: object) -> bool:
    if not isinstance(cell, str):
        return isinstance(cell, int | float)
    return bool(cell) and cell.lstrip("+-−")[:1].isdigit()


def wrote(path: object) -> None:
    """Say on stderr that a file was written."""
    click.echo(f"wrote {path}", err=True)


@contextmanager
def progress_bar(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar with replications a second and time left; nothing when quiet, plain lines where stderr is no terminal."""
    if quiet:
        yield None
    elif not sys.stderr.isatty():
        yield _plain_progress(title)
    else:
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
        )  # fmt: skip
        with Progress(*columns, console=Console(stderr=True), transient=False) as progress:
            task = progress.add_task(title, total=None, rate="")

            def tell(done: int, asked: int) -> None:
                progress.update(task, completed=done, total=asked)
                speed = progress.tasks[task].speed
                progress.update(task, rate=f"{speed:.1f}/s" if speed else "")

            yield tell


def _plain_progress(title: str) -> Callable[[int, int], None]:
    """At most eleven lines: at the start, and at every tenth."""
    told: list[int] = []

    def tell(done: int, asked: int) -> None:
        tenth = 10 * done // asked if asked else 10
        if not told or tenth > told[-1]:
            told.append(tenth)
            click.echo(f"{title}: {done} of {asked} replications", err=True)

    return tell
