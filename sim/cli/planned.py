"""The world as everybody expects it: uncertain numbers at their medians."""

from sim.sample.distributions import planning_value
from sim.sample.uncertain import UncertainNumbers
from sim.scenario.types.scenario import Scenario


def planned(scenario: Scenario) -> Scenario:
    """The scenario with each uncertain number at its planning value."""
    uncertain = UncertainNumbers(scenario)
    return uncertain.realise({path: planning_value(found) for path, found in uncertain.distributions.items()})
