"""`cellswitch explain`: why a programme chose as it did."""

import math
from pathlib import Path

import click

from sim.cli.console import show_table
from sim.cli.options import FOLDER
from sim.core.errors import WrongUse
from sim.core.records import Review
from sim.study.stored import again


@click.command("explain")
@click.argument("results", type=FOLDER)
@click.option("--programme", metavar="ID", help="Whose reviews. [default: the programme the study is about]")
@click.option("--arm", metavar="ARM", help="Which arm. [default: the first alternative]")
@click.option("--replication", type=click.IntRange(min=0), default=0, show_default=True, metavar="K", help="Which replication.")
@click.option("--all", "every", is_flag=True, help="Also the reviews that changed nothing.")
def command(results: Path, programme: str | None, arm: str | None, replication: int, every: bool) -> None:  # noqa: FBT001
    """The sourcing reviews of a programme in a study's RESULTS: trigger, whole ranking, award, reason, and what would have changed it.

    The replication is made again from the stored scenario, so any of them can be explained.
    """
    run = again(results, arm=arm, replication=replication)
    chosen = programme or run.focus
    if chosen not in run.result.scenario.programmes:
        known = ", ".join(sorted(run.result.scenario.programmes))
        raise WrongUse(f"there is no programme {chosen!r}; the programmes are {known}")
    calendar = run.result.scenario.run.calendar()
    reviews = [r for r in run.result.record.reviews if r.programme == chosen and (every or r.changed)]
    click.echo(f"{chosen}, arm {run.arm}, replication {replication}: {len(reviews)} reviews")
    for review in reviews:
        _show(review, calendar.date_of(review.day).isoformat(), calendar)


def _show(review: Review, date: str, calendar: object) -> None:
    rows = [
        (
            str(c.rank) if c.rank else "", c.plant, f"{c.incumbent_share:.0%}", f"{c.awarded_share:.0%}",
            _number(c.distance_km, 0), _number(c.lead_time_days, 1), _number(c.landed_cost_eur_per_kwh, 2),
            _number(c.freight_eur_per_kwh, 2), _number(c.switching_eur_per_kwh, 2), _number(c.kg_co2e_per_kwh, 3),
            _number(c.free_gwh_per_year, 2), calendar.date_of(c.earliest_start_day).isoformat(),  # type: ignore[attr-defined]
            c.objections,
        )
        for c in review.ranking
    ]  # fmt: skip
    columns = ("rank", "plant", "had", "gets", "km", "days", "EUR/kWh", "of it freight", "of it switching",
               "kg CO2e/kWh", "free GWh/a", "earliest", "objections")  # fmt: skip
    click.echo()
    title = f"{date}: {review.trigger}; needs {review.requirement_gwh_per_year:.3f} GWh a year; policy {review.policy}"
    show_table(title, columns, rows)
    click.echo(click.wrap_text(review.reason, width=110, initial_indent="  ", subsequent_indent="  "))
    click.echo(click.wrap_text(review.counterfactual, width=110, initial_indent="  ", subsequent_indent="  "))


def _number(value: float, decimals: int) -> str:
    return "" if math.isnan(value) else f"{value:,.{decimals}f}"
