"""Carrying out a study for a command: scenario loaded, progress shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from sim.cli.console import progress_bar
from sim.scenario.load import load
from sim.study.monte_carlo_study import MonteCarloStudy

Study = TypeVar("Study", bound=MonteCarloStudy)


def studied(  # noqa: PLR0913 - one argument an option
    make: Callable[..., Study],
    file: Path,
    sets: tuple[str, ...],
    *,
    replications: int | None,
    root_seed: int | None,
    workers: int | None,
    out: Path,
    fresh: bool,
    quiet: bool,
    **_: Any,  # noqa: ANN401 - options for showing, not for making
) -> Study:
    """Load a scenario and make its study with a progress bar."""
    loaded = load(file, sets)
    if not quiet:
        for warning in loaded.warnings:
            click.echo(f"warning: {warning}", err=True)
    with progress_bar(loaded.name, quiet=quiet) as progress:
        return make(
            loaded,
            replications=replications,
            root_seed=root_seed,
            workers=workers,
            out=out,
            fresh=fresh,
            progress=progress,
        )
