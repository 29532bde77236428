"""Measures of a run as one vector, the same keys for every replication and arm of a study."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.core.keys import MeasureKey
from sim.core.records import RunRecord
from sim.rules.facts import RunFacts, run_facts
from sim.rules.landed_cost import CostBook
from sim.rules.ledger import Ledger, shipment_ledger
from sim.rules.measures.deliveries import deliveries
from sim.rules.measures.key import Measure
from sim.rules.measures.plant import PLANT_MEASURES, plant_measures
from sim.rules.measures.programme import PROGRAMME_MEASURES, SHARE_MEASURES, programme_measures
from sim.rules.measures.system import SYSTEM_MEASURES, system_measures
from sim.scenario.types.scenario import Scenario


def measure_keys(scenario: Scenario) -> tuple[MeasureKey, ...]:
    """Keys of the vector: programmes, plants, the system; owners by id, names in their stated order."""
    plants = sorted(scenario.plants)
    programmes = sorted(scenario.programmes)
    return (
        *(measure.key("programme", owner) for owner in programmes for measure in _of_programme(plants)),
        *(measure.key("plant", owner) for owner in plants for measure in PLANT_MEASURES),
        *(measure.key("system", "") for measure in SYSTEM_MEASURES),
    )


def _of_programme(plants: Sequence[str]) -> tuple[Measure, ...]:
    shares = (share._replace(name=share.name + plant) for share in SHARE_MEASURES for plant in plants)
    return (*PROGRAMME_MEASURES, *shares)


def measures(record: RunRecord, scenario: Scenario, costs: CostBook) -> NDArray[np.float64]:
    """Measures of a replication, aligned with `measure_keys(scenario)`; NaN where a measure does not apply.

    `scenario` is the realised one that the record came from, `costs` its cost book.
    """
    facts = run_facts(record, scenario)
    return measures_of(facts, shipment_ledger(facts, facts.delivered, costs))


def measures_of(facts: RunFacts, money: Ledger) -> NDArray[np.float64]:
    """The same of facts already prepared and the ledger of what was delivered."""
    sums = deliveries(facts, money)
    by_programme = {
        programme: programme_measures(facts, sums, index) for index, programme in enumerate(facts.programmes)
    }
    by_plant = {plant: plant_measures(facts, plant) for plant in facts.plants}
    of_programme = [measure.name for measure in _of_programme(facts.plants)]
    of_system = system_measures(facts, sums, by_programme)
    return np.array(
        [
            *(values[name] for values in by_programme.values() for name in of_programme),
            *(values[measure.name] for values in by_plant.values() for measure in PLANT_MEASURES),
            *(of_system[measure.name] for measure in SYSTEM_MEASURES),
        ]
    )
