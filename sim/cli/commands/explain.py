"""`cellswitch explain`: why a programme chose as it did."""

from pathlib import Path

import click

from sim.cli import complete
from sim.cli.options import FOLDER, as_json, examples


@click.command(
    "explain",
    epilog=examples(
        "explain results/my-question-compare-*",
        "explain results/my-question-compare-* --programme car-a --arm nearest --replication 17 --all",
    ),
)
@click.argument("results", type=FOLDER)
@click.option(
    "--programme",
    metavar="ID",
    shell_complete=complete.programmes,
    help="Whose reviews. [default: the programme in question]",
)
@click.option(
    "--arm",
    metavar="ARM",
    shell_complete=complete.arms,
    help="Which arm. [default: the first that is not the baseline]",
)
@click.option(
    "--replication", type=click.IntRange(min=0), default=0, show_default=True, metavar="K", help="Which one."
)
@click.option("--all", "every", is_flag=True, help="Also the reviews that changed nothing.")
@as_json
def command(
    *, results: Path, programme: str | None, arm: str | None, replication: int, every: bool, as_json: bool
) -> None:
    """Show the sourcing reviews of a programme in a study's RESULTS.

    For each the whole ranking, the award, the reason, and what would have changed it. The replication is made
    again from the stored scenario, so that any of them can be explained.
    """
    from sim.cli.texts.reviews import show_reviews
    from sim.core.known import named
    from sim.study.replay import again

    run = again(results, arm=arm, replication=replication)
    programmes = run.result.scenario.programmes
    if programme is not None:
        named("programme", programme, programmes)
    show_reviews(run, programme or run.focus, every=every, as_json=as_json)
