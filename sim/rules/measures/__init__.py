"""Measures: from a run's record to a vector of named numbers."""

from sim.core.keys import MeasureKey
from sim.rules.measures.key import Measure
from sim.rules.measures.plant import PLANT_MEASURES
from sim.rules.measures.programme import PROGRAMME_MEASURES
from sim.rules.measures.system import SYSTEM_MEASURES
from sim.rules.measures.vector import measure_keys, measures, measures_of

__all__ = [
    "PLANT_MEASURES",
    "PROGRAMME_MEASURES",
    "SYSTEM_MEASURES",
    "Measure",
    "MeasureKey",
    "measure_keys",
    "measures",
    "measures_of",
]
