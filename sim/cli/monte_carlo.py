"""`cellswitch monte-carlo`: estimates of every measure of every arm."""

from pathlib import Path

import click

from sim.cli.options import scenario_file, study
from sim.cli.outcome import concluded
from sim.cli.studying import studied
from sim.study.monte_carlo import monte_carlo


@click.command("monte-carlo")
@scenario_file
@study
def command(file: Path, sets: tuple[str, ...], **options: object) -> int:
    """Estimate every measure of every arm of FILE over many replications.

    \b
    Examples:
      cellswitch monte-carlo scenarios/base-2021.toml
      cellswitch monte-carlo scenarios/hindsight-2026.toml -n 500
    """
    return concluded(studied(monte_carlo, file, sets, **options), **options)
