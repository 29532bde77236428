"""What a finished study shows on the terminal."""

import math
from typing import Any, Final

import click

from sim.cli.console import show_table
from sim.rules.measures.key import MeasureKey
from sim.study.comparison_study import ComparisonStudy
from sim.study.estimates import by_key, told
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.summary import summary_document

EXIT_FAILED_REPLICATIONS: Final = 3


def concluded(study: MonteCarloStudy, *, as_json: bool, quiet: bool, **_: Any) -> int:  # noqa: ANN401
    """Print a study's answer and tables; returns the exit code: 3 where replications failed."""
    if as_json:
        click.echo(summary_document(study.document()))
    else:
        _show(study)
    if not quiet:
        _say_where(study)
    for failure in study.failures:
        click.echo(f"replication {failure.replication} failed: {failure.reason}", err=True)
    return EXIT_FAILED_REPLICATIONS if study.failures else 0


def _show(study: MonteCarloStudy) -> None:
    _show_estimates(study)
    if isinstance(study, ComparisonStudy):
        _show_differences(study)
        click.echo()
        click.echo(click.wrap_text(study.answer.headline, width=110))
        for sentence in study.answer.supporting:
            click.echo(click.wrap_text(f"- {sentence}", width=110, subsequent_indent="  "))


def _focus_keys(study: MonteCarloStudy) -> list[MeasureKey]:
    return [key for key in study.measures if key.owner == study.focus]


def _show_estimates(study: MonteCarloStudy) -> None:
    found = by_key(study.estimates)
    rows = [(key.name, *(told(found[arm, key]) for arm in study.arms)) for key in _focus_keys(study)]
    name = study.plan.inputs.names.get(study.focus, study.focus)
    title = f"{name}: {len(study.replications)} replications, {100 * study.plan.level:g} % intervals"
    show_table(title, ("measure", *study.arms), rows)


def _show_differences(study: ComparisonStudy) -> None:
    rows = [
        (arm, each.measure.name, each.told, _percent(each.p_better), _number(each.variance_ratio))
        for arm in study.alternatives
        for each in study.differences
        if each.arm == arm and each.measure.owner == study.focus and each.n and not each.equal
    ]
    columns = ("arm", "measure", f"difference from {study.baseline}", "better in", "variance ratio")
    show_table("Paired differences on common random numbers", columns, rows)


def _percent(share: float) -> str:
    return "" if math.isnan(share) else f"{100 * share:.0f} %"


def _number(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else ""


def _say_where(study: MonteCarloStudy) -> None:
    if study.folder is None:
        return
    status = {"made": "made", "resumed": "went on from an earlier run", "complete": "was complete already"}
    click.echo(f"study {status[study.status]}; results in {study.folder}", err=True)
