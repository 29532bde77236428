"""What has an id in any of the arms shown: an arm may have plants, legs or programmes that another has not."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sim.scenario.types.disruptions import DisruptionSpec
from sim.scenario.types.logistics import LegSpec, SiteSpec
from sim.scenario.types.plants import PlantSpec, SupplierSpec
from sim.scenario.types.programmes import AgreementSpec, ProgrammeSpec
from sim.scenario.types.scenario import Scenario


class Entities(NamedTuple):
    """What has an id, by it."""

    sites: Mapping[str, SiteSpec]
    suppliers: Mapping[str, SupplierSpec]
    plants: Mapping[str, PlantSpec]
    programmes: Mapping[str, ProgrammeSpec]
    legs: Mapping[str, LegSpec]
    agreements: Mapping[str, AgreementSpec]
    disruptions: Mapping[str, DisruptionSpec]


def entities_of(scenarios: Iterable[Scenario]) -> Entities:
    """All that one of the scenarios has; where several have it, as it stands in the first of them."""
    found = list(scenarios)
    return Entities(
        ChainMap(*(dict(each.sites) for each in found)),
        ChainMap(*(dict(each.suppliers) for each in found)),
        ChainMap(*(dict(each.plants) for each in found)),
        ChainMap(*(dict(each.programmes) for each in found)),
        ChainMap(*(dict(each.legs) for each in found)),
        ChainMap(*(dict(each.agreements) for each in found)),
        ChainMap(*(dict(each.disruptions) for each in found)),
    )
