"""Measures of a run as one vector, the same keys for every replication and arm of a study."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.core.records import RunRecord
from sim.rules.facts import RunFacts, run_facts
from sim.rules.landed_cost import CostBook
from sim.rules.measures.deliveries import deliveries
from sim.rules.measures.key import Measure, MeasureKey
from sim.rules.measures.plant import PLANT_MEASURES, plant_measures
from sim.rules.measures.programme import PROGRAMME_MEASURES, SHARES, programme_measures
from sim.rules.measures.system import SYSTEM_MEASURES, system_measures
from sim.scenario.scenario import Scenario


def measure_keys(scenario: Scenario) -> tuple[MeasureKey, ...]:
    """Keys of the vector: programmes, plants, the system, owners by id, names in their stated order. Depends on ids only."""
    plants = sorted(scenario.plants)
    of_programme = (*PROGRAMME_MEASURES, *_share_measures(plants))
    return (
        *(measure.key("programme", owner) for owner in sorted(scenario.programmes) for measure in of_programme),
        *(measure.key("plant", owner) for owner in plants for measure in PLANT_MEASURES),
        *(measure.key("system", "") for measure in SYSTEM_MEASURES),
    )


def _share_measures(plants: Sequence[str]) -> tuple[Measure, ...]:
    sentences = ("Share of delivered energy that came from the plant.", "The same of the last 365 days.")
    return tuple(
        Measure(beginning + plant, "share", "none", sentence)
        for beginning, sentence in zip(SHARES, sentences, strict=True)
        for plant in plants
    )


def measures(record: RunRecord, scenario: Scenario, costs: CostBook) -> NDArray[np.float64]:
    """Measures of a replication, aligned with `measure_keys(scenario)`; NaN where a measure does not apply.

    `scenario` is the realised one that the record came from, `costs` its cost book.
    """
    return measures_of(run_facts(record, scenario, costs))


def measures_of(facts: RunFacts) -> NDArray[np.float64]:
    """The same of facts already prepared."""
    sums = deliveries(facts)
    by_programme = {
        programme: programme_measures(facts, sums, index) for index, programme in enumerate(facts.programmes)
    }
    by_plant = {plant: plant_measures(facts, plant) for plant in facts.plants}
    found: dict[tuple[str, str], Mapping[str, float]] = {
        **{("programme", owner): values for owner, values in by_programme.items()},
        **{("plant", owner): values for owner, values in by_plant.items()},
        ("system", ""): system_measures(facts, sums, by_programme),
    }
    return np.array([found[key.scope, key.owner][key.name] for key in measure_keys(facts.scenario)])
