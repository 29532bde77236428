"""`cellswitch compare`: the arms of a scenario against its baseline."""

from typing import Any

import click

from sim.cli.ahead import begin
from sim.cli.options import examples, margins, study


@click.command(
    "compare",
    epilog=examples(
        "compare scenarios/my-question.toml",
        "compare scenarios/my-question.toml -n 1000 --workers 2",
        "compare scenarios/my-question.toml -n 500 --nested 3 --margin landed_cost_eur_per_kwh=0.5",
        "compare scenarios/my-question.toml --set programmes.car-a.sourcing.threshold=0.05",
    ),
)
@margins
@study
def command(**options: Any) -> int:  # noqa: ANN401 - as they come from click
    """Compare the arms of FILE with its baseline on common random numbers.

    Shows the key figures of the programme in question, the paired differences and the answer, and writes all
    tables and the report into a folder under --out. The same command goes on where an interrupted study
    stopped, and says so when it is complete.
    """
    begin(**options)
    from sim.cli.studying import StudyArguments, run_study
    from sim.study.comparison_study import ComparisonStudy

    return run_study(ComparisonStudy, StudyArguments(**options))
