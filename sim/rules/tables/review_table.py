"""Sourcing reviews as a table: one row a candidate."""

from typing import Final

from sim.core.records import RankedCandidate, Review
from sim.rules.facts import RunFacts
from sim.rules.tables.fact_specs import REVIEWS
from sim.rules.tables.fact_tables import fields_of
from sim.rules.tables.months import dates_of
from sim.rules.tables.table import Table, table

_OF_REVIEW: Final = (
    "programme",
    "trigger",
    "policy",
    "requirement_gwh_per_year",
    "unsourced_share",
    "changed",
    "reason",
    "counterfactual",
)
_OF_CANDIDATE: Final = {"kg_co2e_per_kwh": "emissions_kg_co2e_per_kwh"}
"""Fields of a candidate whose column has another name."""


def reviews_table(facts: RunFacts) -> Table:
    """Reviews in the order of the record, candidates in the order of the ranking; none, no row."""
    pairs = [
        (number, review, candidate)
        for number, review in enumerate(facts.record.reviews, start=1)
        for candidate in review.ranking
    ]
    reviews = fields_of([review for _, review, _ in pairs], Review)
    candidates = fields_of([candidate for _, _, candidate in pairs], RankedCandidate)
    earliest = candidates.pop("earliest_start_day")
    return table(
        REVIEWS,
        {
            "review": [number for number, _, _ in pairs],
            "date": dates_of(facts, reviews["day"]),
            **{name: reviews[name] for name in _OF_REVIEW},
            **{_OF_CANDIDATE.get(name, name): values for name, values in candidates.items()},
            "earliest_start_date": dates_of(facts, earliest),
        },
    )
