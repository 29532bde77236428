"""`cellswitch explain`: why a programme chose as it did."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli.options import FOLDER, as_json, examples

if TYPE_CHECKING:
    from sim.core.calendar import Calendar
    from sim.core.records import RankedCandidate, Review
    from sim.study.run import Run

COLUMNS: Final = (
    "", "plant", "had", "gets", "km", "days", "EUR/kWh", "freight", "switching", "free GWh/a", "earliest",
)  # fmt: skip


@click.command(
    "explain",
    epilog=examples(
        "explain results/levc-uk-compare-*",
        "explain results/levc-uk-compare-* --programme levc-tx --arm nearest --replication 17 --all",
    ),
)
@click.argument("results", type=FOLDER)
@click.option("--programme", metavar="ID", help="Whose reviews. [default: the programme in question]")
@click.option("--arm", metavar="ARM", help="Which arm. [default: the first that is not the baseline]")
@click.option(
    "--replication",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="K",
    help="Which replication.",
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
    from sim.cli.console import heading, print_json
    from sim.cli.words import plural
    from sim.core.errors import WrongUse
    from sim.scenario.suggestion import did_you_mean
    from sim.study.stored import again

    run = again(results, arm=arm, replication=replication)
    chosen = programme or run.focus
    programmes = run.result.scenario.programmes
    if chosen not in programmes:
        message = f"there is no programme {chosen!r}; {did_you_mean(chosen, programmes)}"
        raise WrongUse(message)
    mine = [review for review in run.result.record.reviews if review.programme == chosen]
    reviews = [review for review in mine if every or review.changed]
    calendar = run.result.scenario.run.calendar()
    if as_json:
        print_json(_document(run, chosen, reviews, calendar))
        return
    heading(f"{programmes[chosen].name}: arm {run.arm}, replication {replication}")
    click.echo(
        f"{plural(len(mine), 'review')}; {len(reviews)} shown" + ("" if every else " that changed the supply")
    )
    for review in reviews:
        _show(review, calendar)


def _document(run: "Run", programme: str, reviews: "list[Review]", calendar: "Calendar") -> dict[str, object]:
    rows = [_told(review, calendar) for review in reviews]
    return {"programme": programme, "arm": run.arm, "replication": run.result.replication, "reviews": rows}


def _told(review: "Review", calendar: "Calendar") -> dict[str, object]:
    ranking = [_dated(each, calendar) for each in review.ranking]
    return review._asdict() | {"date": calendar.date_of(review.day), "ranking": ranking}


def _dated(candidate: "RankedCandidate", calendar: "Calendar") -> dict[str, object]:
    return candidate._asdict() | {"earliest_start_date": calendar.date_of(candidate.earliest_start_day)}


def _show(review: "Review", calendar: "Calendar") -> None:
    from sim.cli.console import say, show_list

    when = f"{calendar.date_of(review.day)}  {review.trigger}"
    title = f"{when}: {review.requirement_gwh_per_year:,.3f} GWh a year to be sourced by {review.policy}"
    show_list(title, COLUMNS, [_row(each, calendar) for each in review.ranking])
    for each in review.ranking:
        if each.objections:
            say(f"{each.plant}: {each.objections}", bullet="  not ", style="dim")
    say(review.reason, bullet="  → ")
    say(review.counterfactual, bullet="  ↔ ")


def _row(each: "RankedCandidate", calendar: "Calendar") -> tuple[str, ...]:
    from sim.cli.words import as_share, figure

    costs = (each.landed_cost_eur_per_kwh, each.freight_eur_per_kwh, each.switching_eur_per_kwh)
    return (
        str(each.rank) if each.rank else "–",
        each.plant,
        as_share(each.incumbent_share),
        as_share(each.awarded_share),
        figure(each.distance_km, 0),
        figure(each.lead_time_days, 1),
        *(figure(cost, 2) for cost in costs),
        figure(each.free_gwh_per_year, 1),
        calendar.month_of(each.earliest_start_day),
    )
