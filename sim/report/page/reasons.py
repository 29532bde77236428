"""Why: the decisive reviews as ranked tables, and how often which reason decided."""

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from sim.core.records import RankedCandidate, Review
from sim.report.material.data_table import DataTable, PercentCell
from sim.report.material.material import Material
from sim.report.material.shown import Shown
from sim.report.material.text import brief, energy, inert
from sim.results.table import CellValue

_UNITS: Final = {"nearest": "km", "award": "km", "stay": "km", "landed-cost": "EUR/kWh"}
"""Units of the policies' scores; those of the others are points."""


@dataclass(frozen=True)
class Decision:
    """A review that changed the supply, as the page tells it."""

    title: str
    reason: str
    margin: str
    counterfactual: str
    table: DataTable


def decisions(material: Shown, arm: str, most: int = 4) -> list[Decision]:
    """The first decisive reviews of the programme in question in the representative replication."""
    return [_decision(material, review) for review in material.reviews(arm)[:most]]


def _decision(material: Shown, review: Review) -> Decision:
    calendar = material.calendar
    title = (
        f"{calendar.date_of(review.day)}: {review.trigger}; needs "
        f"{energy(review.requirement_gwh_per_year)} a year; policy {review.policy}"
    )
    return Decision(
        inert(title),
        named(material, review.reason),
        _margin(material, review),
        named(material, review.counterfactual),
        _ranking(material, review),
    )


def named(material: Shown, sentence: str) -> str:
    """A sentence of the model with plants called by their names."""
    ids = "|".join(re.escape(plant) for plant in sorted(material.entities.plants, key=len, reverse=True))
    return inert(
        re.sub(rf"(?<![\w-])({ids})(?![\w-])", lambda match: material.palette.name(match[1]), sentence)
    )


def _margin(material: Shown, review: Review) -> str:
    """By how much the first was better than the second, in the policy's score."""
    ranked = sorted((each for each in review.ranking if each.rank > 0), key=lambda each: each.rank)
    if len(ranked) < 2 or any(math.isnan(each.score) for each in ranked[:2]):  # noqa: PLR2004 - a margin is between two
        return "No margin: fewer than two plants could be ranked."
    first, second = ranked[:2]
    told = f"{material.palette.name(first.plant)} before {material.palette.name(second.plant)}"
    unit = _UNITS.get(review.policy, "points of its score")
    return f"Margin by the policy: {brief(second.score - first.score)} {unit} ({told})."


def _ranking(material: Shown, review: Review) -> DataTable:
    columns = (
        "Plant",
        "Rank",
        "Had",
        "Gets",
        "Distance [km]",
        "Lead time [days]",
        "Landed cost [EUR/kWh]",
        "of it freight",
        "of it switching",
        "Free [GWh/year]",
        "Earliest start",
        "Objections",
    )
    rows = [_row(material, each) for each in review.ranking]
    return DataTable("Ranking", columns, rows, "Rank –: not eligible. Had, gets: shares of supply.")


def _row(material: Shown, each: RankedCandidate) -> tuple[CellValue, ...]:
    calendar = material.calendar
    return (
        material.palette.name(each.plant),
        float(each.rank) if each.rank else math.nan,
        PercentCell(each.incumbent_share),
        PercentCell(each.awarded_share),
        _whole(each.distance_km),
        each.lead_time_days,
        each.landed_cost_eur_per_kwh,
        each.freight_eur_per_kwh,
        each.switching_eur_per_kwh,
        each.free_gwh_per_year,
        calendar.date_of(each.earliest_start_day),
        each.objections,
    )


def _whole(value: float) -> CellValue:
    return round(value) if math.isfinite(value) else math.nan


def how_often(material: Material) -> DataTable:
    """In which share of all replications reviews held for each reason moved supply of the programme in question."""
    found = _replications(material)
    arms, n = list(material.titles), len(material.study.replications)
    lanes = sorted(
        {(trigger, plant) for _, trigger, plant in found},
        key=lambda lane: (-max(found[arm, lane[0], lane[1]] for arm in arms), lane),
    )
    rows: list[tuple[CellValue, ...]] = [
        (
            trigger,
            material.palette.name(plant),
            *(PercentCell(found[arm, trigger, plant] / n) for arm in arms),
        )
        for trigger, plant in lanes
    ]
    note = (
        f"Share of all {n} replications in which a review that was held for the reason moved supply of "
        f"{material.focus} to the plant at least once, first awards and abandoned switches included. Reasons are "
        "explained at the end of section 9."
    )
    return DataTable("How often each reason decided", ("Review held for", "Supply to", *arms), rows, note)


def _replications(material: Material) -> Counter[tuple[str, str, str]]:
    """Replications by arm, trigger and plant that gained supply of the programme in question."""
    switches = material.study.tables()["switches"]
    at = {name: place for place, name in enumerate(switches.columns)}
    found: Counter[tuple[str, str, str]] = Counter()
    for _, rows in groupby(switches.rows(), itemgetter(at["replication"])):
        found.update(
            {
                (str(row[at["arm"]]), str(row[at["trigger"]]), str(row[at["plant"]]))
                for row in rows
                if row[at["programme"]] == material.question
            }
        )
    return found
