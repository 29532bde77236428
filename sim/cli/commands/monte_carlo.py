"""`cellswitch monte-carlo`: estimates of every measure of every arm."""

from typing import Any

import click

from sim.cli.ahead import begin
from sim.cli.options import examples, study


@click.command(
    "monte-carlo",
    epilog=examples(
        "monte-carlo scenarios/my-question.toml",
        "monte-carlo scenarios/my-question.toml -n 5000 --precision fill_rate=0.01",
    ),
)
@study
def command(**options: Any) -> int:  # noqa: ANN401 - as they come from click
    """Estimate every measure of every arm of FILE over many replications.

    Shows the key figures of the programme in question, and writes all tables and the report into a folder
    under --out.
    """
    begin(**options)
    from sim.cli.studying import StudyArguments, run_study
    from sim.study.monte_carlo_study import MonteCarloStudy

    return run_study(MonteCarloStudy, StudyArguments(**options))
