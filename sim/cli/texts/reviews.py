"""Sourcing reviews as the terminal shows them: ranking, award, reason, and what would have changed it."""

from collections.abc import Sequence
from typing import Final

import click

from sim.cli.console import heading, print_json, say, show_list
from sim.cli.texts.words import NOTHING, as_share, figure, plural
from sim.core.calendar import Calendar
from sim.core.records import RankedCandidate, Review
from sim.study.run import Run

_COLUMNS: Final = (
    "", "plant", "had", "gets", "km", "days", "EUR/kWh", "freight", "switching", "free GWh/a", "earliest",
)  # fmt: skip


def show_reviews(run: Run, programme: str, *, every: bool, as_json: bool) -> None:
    """Print the reviews of a programme in a run: those that changed its supply, or every one."""
    mine = [review for review in run.result.record.reviews if review.programme == programme]
    reviews = [review for review in mine if every or review.changed]
    calendar = run.result.scenario.run.calendar()
    if as_json:
        rows = [_document(review, calendar) for review in reviews]
        about = {"programme": programme, "arm": run.arm, "replication": run.result.replication}
        print_json(about | {"reviews": rows})
        return
    name = run.result.scenario.programmes[programme].name
    heading(f"{name}: arm {run.arm}, replication {run.result.replication}")
    told = "all shown" if every else f"{len(reviews)} changed the supply (--all shows the others too)"
    click.echo(f"{plural(len(mine), 'review')}, {told}")
    for review in reviews:
        _show(review, calendar)


def _document(review: Review, calendar: Calendar) -> dict[str, object]:
    ranking = [_dated(each, calendar) for each in review.ranking]
    return review._asdict() | {"date": calendar.date_of(review.day), "ranking": ranking}


def _dated(candidate: RankedCandidate, calendar: Calendar) -> dict[str, object]:
    return candidate._asdict() | {"earliest_start_date": calendar.date_of(candidate.earliest_start_day)}


def _show(review: Review, calendar: Calendar) -> None:
    when, need = calendar.date_of(review.day), f"{review.requirement_gwh_per_year:,.3f} GWh a year"
    title = f"{when}  {review.trigger}: {need} to be sourced, policy {review.policy}"
    show_list(title, _COLUMNS, [_row(each, calendar) for each in review.ranking])
    _show_objections(review.ranking)
    say(review.reason, bullet="  → ")
    say(review.counterfactual, bullet="  ↔ ")


def _show_objections(ranking: Sequence[RankedCandidate]) -> None:
    for each in ranking:
        if each.objections:
            say(f"{each.plant}: {each.objections}", bullet="  – ", style="dim")


def _row(each: RankedCandidate, calendar: Calendar) -> tuple[str, ...]:
    costs = (each.landed_cost_eur_per_kwh, each.freight_eur_per_kwh, each.switching_eur_per_kwh)
    return (
        str(each.rank or NOTHING),
        each.plant,
        as_share(each.incumbent_share),
        as_share(each.awarded_share),
        figure(each.distance_km, 0),
        figure(each.lead_time_days, 1),
        *(figure(cost, 2) for cost in costs),
        figure(each.free_gwh_per_year, 1),
        calendar.month_of(each.earliest_start_day),
    )
