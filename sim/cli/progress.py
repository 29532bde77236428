"""Progress of a study on stderr: a bar where a terminal listens, a few plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Progress = Callable[[int, int], None]
"""Told the replications done and asked for."""


@contextmanager
def progress_of(title: str, *, quiet: bool) -> Iterator[Progress | None]:
    """A way to tell the progress of a study; None when quiet."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(title) as tell:
            yield tell
    else:
        yield _lines(title)


@contextmanager
def _bar(title: str) -> Iterator[Progress]:
    """A bar with replications a second and the time left; gone when the study is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(compact=True), TextColumn("left"),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, rate="")

        def tell(done: int, asked: int) -> None:
            bar.update(task, completed=done, total=asked)
            speed = bar.tasks[task].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield tell


def _lines(title: str) -> Progress:
    """A line at the start and at every quarter."""
    told: list[int] = []

    def tell(done: int, asked: int) -> None:
        quarter = 4 * done // asked if asked else 4
        if not told or quarter > told[-1]:
            told.append(quarter)
            click.echo(f"{title}: {done} of {asked} replications", err=True)

    return tell
