"""Progress of a study on stderr: a bar where a terminal listens, a few plain lines elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sim.cli.channels import tell
from sim.cli.remaining import Remaining, in_words

ProgressBar = Callable[[int, int], None]
"""Told the replications done and asked for."""


class Watch(NamedTuple):
    """How a study tells of itself."""

    progress: ProgressBar | None
    """None: nobody wants to know."""
    notice: Callable[[str], None]
    """Says a sentence, above the bar where there is one."""


@contextmanager
def progress_of(title: str, *, quiet: bool) -> Iterator[Watch]:
    """Ways to tell the progress of a study and what is worth reading before its end."""
    if quiet:
        yield Watch(None, lambda _: None)
    elif sys.stderr.isatty():
        with _bar(title) as watch:
            yield watch
    else:
        yield Watch(_lines(title), tell)


@contextmanager
def _bar(title: str) -> Iterator[Watch]:
    """A bar with replications a second and the time left, once they can be told; gone when the study is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"), TextColumn("{task.fields[left]}"),
    )  # fmt: skip
    console = Console(stderr=True, highlight=False, markup=False)
    remaining = Remaining()
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None, rate="", left="")

        def told(done: int, asked: int) -> None:
            remaining.hear(time.monotonic(), done)
            rate, left = remaining.rate, remaining.seconds_left(asked)
            bar.update(
                task,
                completed=done,
                total=asked,
                rate="" if rate is None else f"{rate:.1f}/s",
                left="" if left is None else f"{in_words(left)} left",
            )

        yield Watch(told, lambda message: console.print(message, soft_wrap=True))


def _lines(title: str) -> ProgressBar:
    """A line at the start and at every quarter."""
    told: list[int] = []

    def progress(done: int, asked: int) -> None:
        quarter = 4 * done // asked if asked else 4
        if not told or quarter > told[-1]:
            told.append(quarter)
            tell(f"{title}: {done} of {asked} replications")

    return progress
