"""`cellswitch report`: the report of stored results, written again."""

from pathlib import Path

import click

from sim.cli.options import FOLDER, examples


@click.command("report", epilog=examples("report results/my-question-compare-*"))
@click.argument("results", type=FOLDER)
def command(*, results: Path) -> None:
    """Write page, pictures, workbook and exports of a study's RESULTS again; print the page's path.

    Whatever became of the old ones, the new ones are the same bytes.
    """
    from sim.cli.reporting import rewrite_page

    click.echo(rewrite_page(results))
