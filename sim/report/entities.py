"""Sites, suppliers, plants and programmes of all arms shown: an arm may have some that another has not."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sim.scenario.logistics import SiteSpec
from sim.scenario.plants import PlantSpec, SupplierSpec
from sim.scenario.programmes import ProgrammeSpec
from sim.scenario.scenario import Scenario


class Entities(NamedTuple):
    """What has a name, a place or a colour, by id."""

    sites: Mapping[str, SiteSpec]
    suppliers: Mapping[str, SupplierSpec]
    plants: Mapping[str, PlantSpec]
    programmes: Mapping[str, ProgrammeSpec]


def entities_of(scenarios: Iterable[Scenario]) -> Entities:
    """All that one of the scenarios has; where several have it, as it stands in the first of them."""
    found = list(scenarios)
    return Entities(
        ChainMap(*(dict(each.sites) for each in found)),
        ChainMap(*(dict(each.suppliers) for each in found)),
        ChainMap(*(dict(each.plants) for each in found)),
        ChainMap(*(dict(each.programmes) for each in found)),
    )
