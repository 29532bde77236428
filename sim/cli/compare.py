"""`cellswitch compare`: the arms of a scenario against its baseline."""

from pathlib import Path

import click

from sim.cli.options import scenario_file, study
from sim.cli.outcome import concluded
from sim.cli.studying import studied
from sim.study.compare import compare


@click.command("compare")
@scenario_file
@study
def command(file: Path, sets: tuple[str, ...], **options: object) -> int:
    """Compare the arms of FILE with its baseline on common random numbers.

    Writes summary, comparison, switches, reviews and the report into a folder under --out, and prints the answer. The same command goes on where
    an interrupted study stopped, and says so when it is complete.

    \b
    Examples:
      cellswitch compare scenarios/levc-uk.toml
      cellswitch compare scenarios/levc-uk.toml -n 1000 --workers 2 --set programmes.levc-tx.sourcing.threshold=0.05
    """
    return concluded(studied(compare, file, sets, **options), **options)
