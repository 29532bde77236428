"""What a finished study shows on the terminal."""

import math
import shlex
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from rich.text import Text

from sim.cli.channels import tell
from sim.cli.console import TextCell, TextRow, heading, print_json, say, show_grid, stdout
from sim.cli.texts.key_lines import DATE_RANGE, KEY_LINES, SAME, KeyLine
from sim.cli.texts.words import NEAR_NOTHING, NOTHING, plural, relative, share_between
from sim.core.shortfalls import Shortfalls
from sim.rules.measures.catalogue import FIRST_SWITCH
from sim.statistics.digits import digits, percent
from sim.statistics.estimates import Estimate, Quantile, by_key, told
from sim.statistics.paired import PairedDifference
from sim.study.comparison_study import ComparisonStudy
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.precision import Reached

EXIT_FAILED_REPLICATIONS: Final = 3
_NAMED: Final = 3
"""Measures named in a note."""
NEVER: Final = "never"
"""Told of a percentile of dates that lies beyond the run."""
_CENSORED: Final = "Replications that had not switched by then count, those that never did too."
_UNDECIDED: Final = (NOTHING, NEAR_NOTHING, SAME)


def show_document(study: MonteCarloStudy, page: Path | None, shortfalls: Shortfalls) -> None:
    """Print the study as one JSON document: its summary, where its folder and its page are, and what it lacks."""
    summary = shortfalls.attempt("the summary", study.document, lambda _: {})
    where = {"folder": str(study.folder), "report": None if page is None else str(page)}
    lacking = [each.in_words for each in shortfalls.found]
    print_json(summary | where | ({"could_not_be_shown": lacking} if lacking else {}))


def show_study(study: MonteCarloStudy, title: str, shortfalls: Shortfalls, *, verbose: bool) -> None:
    """Print what a study found about the programme in question, and where it is a comparison, the answer.

    A part that fails is named in its place.
    """
    heading(title)
    for name, show in _parts(study, verbose=verbose):
        shortfalls.attempt(name, show, lambda shortfall: say(f"Could not be shown: {shortfall.in_words}"))


def _parts(study: MonteCarloStudy, *, verbose: bool) -> Iterator[tuple[str, Callable[[], None]]]:
    """What is shown, in its order."""
    yield "the arms", partial(_show_arms, study)
    yield "the key figures", partial(_show_estimates, study)
    if study.plan.precision:
        yield "the precision", partial(_show_precision, study)
    if verbose:
        yield "every measure", partial(_show_all, study)
        yield "the events", partial(_show_events, study)
    if study.plan.nested > 1:
        yield "the variance", partial(_show_variance, study)
    if isinstance(study, ComparisonStudy):
        if study.alternatives:
            yield "the differences", partial(_show_differences, study)
        yield "the answer", partial(_show_answer, study)


def exit_code(study: MonteCarloStudy) -> int:
    """3 where replications failed, which are named on stderr with the command that makes them again; else 0."""
    for failure in study.failures:
        again = f"cellswitch verify {shlex.quote(str(study.folder))} --replay {failure.replication}"
        tell(f"replication {failure.replication} failed: {failure.reason}\n  {again}  makes it again")
    return EXIT_FAILED_REPLICATIONS if study.failures else 0


def _show_arms(study: MonteCarloStudy) -> None:
    width = max(map(len, study.arms)) + 2
    for arm, title in study.arms.items():
        baseline = " (baseline)" if arm == study.plan.baseline else ""
        say(f"{title}{baseline}", bullet=f"  {arm:{width}}")


def _show_estimates(study: MonteCarloStudy) -> None:
    show_grid(_estimates_title(study), list(study.arms), _estimate_rows(study), note=_estimates_note(study))


def _estimates_title(study: MonteCarloStudy) -> str:
    name = study.plan.inputs.names.get(study.focus, study.focus)
    count = plural(len(study.replications), "replication")
    return f"{name}: {count}, mean ± half of the {100 * study.plan.level:g} % interval"


def _estimate_rows(study: MonteCarloStudy) -> list[TextRow]:
    last = study.plan.calendar.end.year
    rows: list[TextRow] = []
    for line in KEY_LINES:
        found = [study.estimate(arm, line.measure) for arm in study.arms]
        rows.append((line.label, [line.in_words(each, last) for each in found]))
        if line.kind == "date" and len(study.replications) > 1:
            rows += [(label, [tells(each, last) for each in found]) for label, tells in DATE_RANGE]
    return rows


def _estimates_note(study: MonteCarloStudy) -> str:
    """What stands against the intervals shown: values that are all the same, and skewed ones."""
    keys = [(arm, line) for line in KEY_LINES for arm in study.arms]
    found = [(line, study.estimate(arm, line.measure)) for arm, line in keys]
    unseen = [each.unseen_share for line, each in found if each.method == "all equal" and line.kind != "date"]
    return " ".join(filter(None, (_same(unseen), _skewed(found))))


def _same(unseen: Sequence[float]) -> str:
    """What is known of values that are all the same, from the shares that might be others; empty for none."""
    if not unseen:
        return ""
    return f"(all): the same in every replication; another value in at most {percent(max(unseen))} of them."


def _skewed(found: Sequence[tuple[KeyLine, Estimate | PairedDifference]]) -> str:
    """Which measures have too few replications for so skewed values; empty for none."""
    labels = list(dict.fromkeys(line.label.strip() for line, each in found if each.warning))
    if not labels:
        return ""
    others = f" and {plural(len(labels) - _NAMED, 'other')}" if len(labels) > _NAMED else ""
    named = "; ".join(labels[:_NAMED])
    return f"Too few replications for so skewed values, so that intervals may be too narrow: {named}{others}."


def _show_precision(study: MonteCarloStudy) -> None:
    """What was asked of the precision, and what each arm reached."""
    found = {(each.arm, each.measure): each for each in study.precision}
    rows: list[TextRow] = []
    for key, asked in {each.measure: each.asked for each in study.precision}.items():
        told = [_reached(found[arm, key]) for arm in study.arms]
        rows.append((f"{key.name}, asked {relative(asked)}", told))
    unmet = any(not each.met for each in study.precision)
    note = f"!: not reached with {plural(study.plan.replications, 'replication')}." if unmet else ""
    show_grid("Half of the interval over the mean, reached", list(study.arms), rows, note=note)


def _reached(found: Reached) -> str:
    if found.reached == 0:
        return "all equal"
    return relative(found.reached) if found.met else f"{relative(found.reached)} !"


def _show_events(study: MonteCarloStudy) -> None:
    """Share of replications in which the programme in question had switched, by date."""
    own = [
        each
        for each in study.events
        if (each.measure.owner, each.measure.name) == (study.focus, FIRST_SWITCH)
    ]
    dates = sorted({each.date for each in own})
    shares = {(each.arm, each.date): share_between(each.share, each.low, each.high) for each in own}
    rows: list[TextRow] = [(str(date), [shares[arm, date] for arm in study.arms]) for date in dates]
    show_grid("Switched by the end of", list(study.arms), rows, note=_CENSORED)


def _show_variance(study: MonteCarloStudy) -> None:
    """How much of each measure's variance comes from the numbers that are not known."""
    found = {
        (each.arm, each.measure.name): each for each in study.variance if each.measure.owner == study.focus
    }
    rows: list[TextRow] = []
    for line in KEY_LINES:
        splits = [found[arm, line.measure] for arm in study.arms]
        if any(math.isfinite(each.parameter_share) for each in splits):
            cells = [share_between(each.parameter_share, each.low, each.high) for each in splits]
            rows.append((line.difference.partition(",")[0], cells))
    runs = plural(study.plan.nested, "run")
    note = f"From {runs} of each replication's drawn numbers; the rest is chance in the course of events."
    show_grid("Share of the variance that comes from uncertain numbers", list(study.arms), rows, note=note)


def _show_all(study: MonteCarloStudy) -> None:
    found = by_key(study.estimates)
    keys = [key for key in study.measures if key.owner == study.focus]
    rows: list[TextRow] = [
        (f"{key.name} [{key.unit}]", [_fully(found[arm, key]) for arm in study.arms]) for key in keys
    ]
    spreads: list[TextRow] = [
        (f"{key.name} [{key.unit}]", [_percentiles(found[arm, key]) for arm in study.arms]) for key in keys
    ]
    note = "!: too few replications for so skewed values; summary.csv says how many are needed."
    marked = any(found[arm, key].warning for arm in study.arms for key in keys)
    show_grid("Every measure", list(study.arms), rows, note=note if marked else "")
    show_grid("Every measure: median (5th to 95th percentile)", list(study.arms), spreads)


def _percentiles(found: Estimate) -> str:
    """Median and outer percentiles to two digits of half their own interval, or the median's where they have none."""
    if not found.n:
        return NOTHING
    median = found.quantiles[len(found.quantiles) // 2]
    texts = [
        digits(each.value, next(filter(math.isfinite, (_reach(each), _reach(median))), 0.0))
        if math.isfinite(each.value)
        else NEVER
        for each in (found.quantiles[0], median, found.quantiles[-1])
    ]
    return _plain_years(found, texts[1] if len(set(texts)) == 1 else f"{texts[1]} ({texts[0]} to {texts[2]})")


def _reach(quantile: Quantile) -> float:
    return (quantile.high - quantile.low) / 2


def _fully(found: Estimate) -> str:
    """An estimate in words, marked where its interval may promise too much."""
    return _plain_years(found, f"{told(found)} !" if found.warning else told(found))


def _plain_years(found: Estimate, text: str) -> str:
    """Years without the separator of thousands."""
    return text.replace(",", "") if found.measure.unit == "year" else text


def _show_differences(study: ComparisonStudy) -> None:
    columns = [name for arm in study.alternatives for name in (arm, "better")]
    note = (
        f"better: share of replications in which the arm is better than {study.baseline}. "
        "In brackets: the interval holds 0, so it can go either way."
    )
    lines = [(line, study.difference(arm, line.measure)) for line in KEY_LINES for arm in study.alternatives]
    note = " ".join(filter(None, (note, _skewed(lines))))
    title = f"Difference from {study.baseline}, replication by replication on the same draws"
    show_grid(title, columns, _difference_rows(study), note=note, together=2)


def _difference_rows(study: ComparisonStudy) -> list[TextRow]:
    """A line for each measure that differs anywhere: for each arm the difference and its better share."""
    rows: list[TextRow] = []
    for line in KEY_LINES:
        found = [study.difference(arm, line.measure) for arm in study.alternatives]
        cells = [cell for each in found for cell in (_difference(line, each), _better(line, each))]
        if any(each.n and not each.equal for each in found):
            rows.append((line.difference, cells))
    return rows


def _difference(line: KeyLine, found: PairedDifference) -> TextCell:
    text = line.told_difference(found)
    if text in _UNDECIDED or found.low <= 0 <= found.high:
        return Text(text, "dim")
    if found.measure.better == "none":
        return text
    good = (found.mean < 0) == (found.measure.better == "lower")
    return Text(text, "green" if good else "red")


def _better(line: KeyLine, found: PairedDifference) -> str:
    decided = found.measure.better != "none" and line.told_difference(found) not in _UNDECIDED
    return percent(found.strictly_better[0]) if decided else ""


def _show_answer(study: ComparisonStudy) -> None:
    heading("Answer")
    say(study.answer.headline, style="bold")
    stdout().print()
    for sentence in study.answer.supporting:
        say(sentence, bullet="- ")
