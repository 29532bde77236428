"""Runs of small worlds for the tests of the model."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.core.records import RankedCandidate, RunRecord
from sim.core.streams import Streams
from sim.model.replication import replicate
from sim.sample.design import MonteCarlo
from sim.sample.path import draw
from tests.builders import START, scenario


def run(changes: Mapping[str, Any] | None = None, *, root_seed: int = 7, replication: int = 0) -> RunRecord:
    """The record of one replication of the small world with dotted-key changes."""
    return replicate(draw(scenario(changes), Streams(root_seed, replication), MonteCarlo()))


def run_against_plan(planned: Mapping[str, Any], comes_true: Mapping[str, Any]) -> RunRecord:
    """A run in which all expect one world and another comes true, both without chance; `comes_true` goes on top of `planned`."""
    path = draw(scenario({**planned, **comes_true}), Streams(7, 0), MonteCarlo())
    return replicate(replace(path, planned=scenario(planned)))


def day(date: dt.date) -> int:
    """Day number of a date."""
    return (date - START).days


def shares_by_day(record: RunRecord, agreement: str) -> list[tuple[int, float]]:
    """(first day, share) of an agreement's periods, shares to nine decimals."""
    return [(each.first_day, round(each.share, 9)) for each in record.periods if each.agreement == agreement]


def occasions(record: RunRecord, programme: str = "car") -> list[tuple[int, str]]:
    """(day, trigger) of a programme's reviews."""
    return [(each.day, each.trigger) for each in record.reviews if each.programme == programme]


def seen(record: RunRecord, plant: str, on_day: int, programme: str = "car") -> RankedCandidate:
    """A plant as a programme's review of a day saw it."""
    [review] = [each for each in record.reviews if (each.programme, each.day) == (programme, on_day)]
    return next(each for each in review.ranking if each.plant == plant)
