"""Sums over a run's deliveries by programme, vectorised over all shipments at once."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import IntArray
from sim.core.units import DAYS_PER_YEAR
from sim.rules.facts import RunFacts
from sim.rules.ledger import Ledger

Sums = NDArray[np.float64]

_P95: Final = (95, 100)
"""The 95th percentile as a ratio of whole numbers, so that its rank is exact."""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What the programmes received within the run, in order of their ids."""

    energy_wh: Sums
    """Shape (programmes, plants)."""
    final_year_wh: Sums
    """The same, received in the last 365 days; shape (programmes, plants)."""
    wh_km: Sums
    """Energy times route length, shape (programmes,)."""
    eur: Sums
    """Shape (parts, programmes)."""
    kg_co2e: Sums
    loads: Sums
    lead_time_load_days: Sums
    """Lead time times loads."""
    lead_time_p95_days: Sums
    first_day: Sums
    """Day of the first receipt; NaN where there is none."""


def deliveries(facts: RunFacts, money: Ledger) -> Deliveries:
    """Sum up a run's deliveries, given their ledger."""
    columns = facts.delivered
    in_final_year = columns.arrival_day > facts.horizon - DAYS_PER_YEAR
    km = np.array([route.km for route in facts.record.routes])
    return Deliveries(
        energy_wh=facts.by_lane(columns.energy_wh),
        final_year_wh=facts.by_lane(columns.energy_wh * in_final_year),
        wh_km=facts.by_programme(columns.energy_wh * km[columns.route]),
        eur=np.array([facts.by_programme(amounts) for amounts in money.eur.values()]),
        kg_co2e=facts.by_programme(money.kg_co2e),
        loads=facts.by_programme(columns.loads),
        lead_time_load_days=facts.by_programme(columns.lead_time_days * columns.loads),
        lead_time_p95_days=weighted_p95(
            columns.programme, columns.lead_time_days, columns.loads, len(facts.programmes)
        ),
        first_day=_first(columns.programme, columns.arrival_day, len(facts.programmes)),
    )


def weighted_p95(group: IntArray, values: IntArray, weights: IntArray, groups: int) -> Sums:
    """95th percentile by group of whole numbers of 0 or more, shape (groups,).

    The least value v such that the values up to v have at least 95 % of their group's weight (the inverse of
    the weighted distribution function); NaN for a group without weight.
    """
    if not len(values):
        return np.full(groups, np.nan)
    width = int(values.max()) + 1
    counts = np.bincount(group * width + values, weights, groups * width).reshape(groups, width)
    cumulative = counts.cumsum(axis=1)
    total = cumulative[:, -1]
    part, whole = _P95
    reached = (cumulative * whole >= total[:, None] * part).argmax(axis=1)
    return np.where(total > 0, reached, np.nan)


def _first(group: IntArray, days: IntArray, groups: int) -> Sums:
    of_groups = [days[group == index] for index in range(groups)]
    return np.array([found.min() if len(found) else np.nan for found in of_groups])
