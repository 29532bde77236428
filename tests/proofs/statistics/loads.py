"""What each load of a programme cost in every arm of a study, and how far the arms share that."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sim.core.arrays import Floats
from sim.results.chunk import Facts
from sim.rules.facts import RunFacts
from sim.rules.landed_cost import CostBook
from sim.rules.ledger import PARTS, shipment_ledger
from sim.scenario.load import LoadedScenario
from sim.study.comparison_study import ComparisonStudy
from sim.study.engine import Execution
from sim.study.kept_facts import KeptFacts
from sim.study.planning import plan_of, worker_of
from sim.study.studies import carry_out

LOADS = "loads"
_DAYS_PER_YEAR = 365
_DUST = 1e-12
_PLANT, _DEPARTED, _WH = 2, 4, 7
"""Places in a row of the loads, after arm and replication."""


@dataclass(frozen=True, slots=True)
class WithLoads(KeptFacts):
    """The facts that a study keeps, and with them all loads that its focus received."""

    def facts(self, facts: RunFacts, costs: CostBook, replication: int) -> Facts:
        """Rows of plant, agreed share, days of departure and receipt, legs, Wh, and EUR of each of `PARTS`."""
        own = facts.delivered.take(
            np.flatnonzero(facts.delivered.programme == facts.programmes.index(self.focus))
        )
        eur, shares = shipment_ledger(facts, own, costs).eur, _greatest_shares(facts)
        rows = zip(
            [facts.plants[plant] for plant in own.plant],
            [shares.get(own.agreements[agreement], 0.0) for agreement in own.agreement],
            own.departure_day.tolist(),
            own.arrival_day.tolist(),
            [" ".join(facts.record.routes[route].legs) for route in own.route],
            own.energy_wh.tolist(),
            *(eur[part].tolist() for part in PARTS),
            strict=True,
        )
        return {LOADS: list(rows)}


def _greatest_shares(facts: RunFacts) -> dict[str, float]:
    """The greatest share of supply that each agreement ever had: the volume that its price steps with."""
    periods = sorted(facts.record.periods, key=lambda period: period.share)
    return {period.agreement: period.share for period in periods}


def compared_with_loads(loaded: LoadedScenario, replications: int) -> ComparisonStudy:
    """The comparison of a scenario's arms, with the loads of its focus among its facts."""
    plan = plan_of(loaded, "compare", replications=replications)
    worker = worker_of(loaded, plan)
    watching = replace(worker, wanted=WithLoads(worker.wanted.keep, worker.wanted.focus))
    return carry_out(plan, watching, Execution(workers=1), ComparisonStudy)


def twins(study: ComparisonStudy) -> Iterator[tuple[str, bool]]:
    """Loads of an arm that left a plant on a day on which a load of another arm left it, agreed with the same share.

    With the arm, whether route, day of receipt and all parts of the cost per kWh are those of the other load (of the first
    such arm), but for the rounding of a division (1e-12). With another share, and so another volume, the price may
    be another.
    """
    first: dict[tuple[object, ...], tuple[str, tuple[object, ...], Floats]] = {}
    for arm, replication, plant, share, departed, received, legs, wh, *eur in study.observations.rows(LOADS):
        costs = np.array(eur, float) / float(wh or 0)
        key = (replication, plant, share, departed)
        of, way, paid = first.setdefault(key, (str(arm), (received, legs), costs))
        if of != arm:
            yield str(arm), way == (received, legs) and bool(np.allclose(costs, paid, rtol=_DUST, atol=0))


@dataclass(frozen=True, slots=True, eq=False)
class Mixes:
    """What the focus received from each plant in each year, in all arms and replications.

    `kwh` has the shape (arms, replications, cells), a cell being a plant in a year; `eur` one axis more before
    these, by `PARTS`.
    """

    arms: tuple[str, ...]
    kwh: Floats
    eur: Floats

    @classmethod
    def of(cls, study: ComparisonStudy) -> "Mixes":
        """The mixes of a study that was made with its loads."""
        rows = list(study.observations.rows(LOADS))
        arms, cells = tuple(study.arms), {cell: at for at, cell in enumerate(sorted({*map(_cell, rows)}))}
        place = tuple(np.array([(arms.index(str(row[0])), row[1], cells[_cell(row)]) for row in rows]).T)
        amounts = np.zeros((1 + len(PARTS), len(arms), len(study.replications), len(cells)))
        for sums, column in zip(amounts, np.array([row[_WH:] for row in rows], float).T, strict=True):
            np.add.at(sums, place, column)
        return cls(arms, amounts[0] / 1000, amounts[1:])

    def shared(self, part: str, arm: str, baseline: str) -> "Shared":
        """A part of the landed cost, split for each of two arms."""
        eur = self.eur[PARTS.index(part)]
        usual = eur.sum(axis=(0, 1)) / self.kwh.sum(axis=(0, 1))
        others = _rates(eur.sum(axis=0), self.kwh.sum(axis=0), usual)
        of = [self._split(eur[at], self.kwh[at], others) for at in map(self.arms.index, (arm, baseline))]
        (cost, shared), (other, other_shared) = of
        return Shared(cost, other, shared, other_shared)

    @staticmethod
    def _split(eur: Floats, kwh: Floats, others: Floats) -> tuple[Floats, Floats]:
        """EUR/kWh by replication as it was, and as it would have been at the arm's mean mix.

        The rates are what the arm itself paid, and `others` where it bought nothing.
        """
        mix = kwh / kwh.sum(axis=-1, keepdims=True)
        at_mean_mix = (_rates(eur, kwh, others) * mix.mean(axis=0)).sum(axis=-1)
        return eur.sum(axis=-1) / kwh.sum(axis=-1), at_mean_mix


def _rates(eur: Floats, kwh: Floats, otherwise: Floats) -> Floats:
    """EUR/kWh by replication and cell, and something else where nothing was bought."""
    return np.where(kwh > 0, eur / np.where(kwh > 0, kwh, 1), otherwise)


def _cell(row: tuple[object, ...]) -> tuple[str, int]:
    return str(row[_PLANT]), int(str(row[_DEPARTED])) // _DAYS_PER_YEAR


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """A part of the landed cost in an arm and in the baseline, EUR/kWh by replication.

    `usual` and `other_usual` are what they would be if the arm bought in every replication the mix of plants and
    years that it buys on average, at the rates that it paid in the replication (where it bought nothing, those of
    other arms). What is left is of the arm's own mix: who supplied when.
    """

    cost: Floats
    other: Floats
    usual: Floats
    other_usual: Floats

    @property
    def correlation(self) -> float:
        """Of the two arms at their mean mixes."""
        return float(np.corrcoef(self.usual, self.other_usual)[0, 1])

    @property
    def ceiling(self) -> float:
        """The variance ratio if the arms were perfectly correlated at their mean mixes, and not at all beyond."""
        own = (self.cost - self.usual) - (self.other - self.other_usual)
        apart = float((self.usual.std() - self.other_usual.std()) ** 2 + own.var())
        return float(self.cost.var() + self.other.var()) / apart
