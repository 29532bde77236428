"""`cellswitch report`: the report of stored results, written again."""

from pathlib import Path
from typing import Final

import click

from sim.cli.options import FOLDER, examples

DIALECTS: Final = ("standard", "excel", "excel-de")


@click.command(
    "report",
    epilog=examples(
        "report results/my-question-compare-*", "report results/my-question-compare-* --csv-dialect excel-de"
    ),
)
@click.argument("results", type=FOLDER)
@click.option(
    "--csv-dialect",
    type=click.Choice(DIALECTS),
    help="Write the study's tables instead, as CSV files in this dialect into a folder of their own beside RESULTS, named "
    "after it and the dialect; print its path. `excel-de`: semicolons, decimal commas and dates such as 31.12.2025.",
)
def command(*, results: Path, csv_dialect: str | None) -> int:
    """Write page, pictures, workbook and exports of a study's RESULTS again; print the page's path.

    Whatever became of the old ones, the new ones are the same bytes.
    """
    from sim.cli.bugs import tell_shortfalls
    from sim.cli.reporting import rewrite_page, write_csvs
    from sim.core.shortfalls import Shortfalls

    if csv_dialect is not None:
        click.echo(write_csvs(results, csv_dialect))
        return 0
    shortfalls = Shortfalls()
    page = rewrite_page(results, shortfalls)
    if page is not None:
        click.echo(page)
    return tell_shortfalls(shortfalls.found)
