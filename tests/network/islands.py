"""Networks in which only the given legs exist: each site is its own landmass, so nothing falls back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from sim.network.graph import LogisticsNetwork
from sim.scenario.types.scenario import Scenario
from tests.builders import leg, site, world

LegTable = dict[str, dict[str, Any]]


def island_world(kinds: Mapping[str, str], legs: LegTable, **freight: Any) -> Scenario:
    """The small world, its network replaced: sites by kind, each on its own landmass, and the legs."""
    document = world()
    document["sites"] = {
        site_id: site(kind, "eu", 50.0 + place, 5.0) | {"landmass": f"island-{place}"}
        for place, (site_id, kind) in enumerate(kinds.items())
    }
    document["legs"] = legs
    document["modes"] |= {
        mode: {"km_per_day": 500.0, "kg_co2e_per_tkm": 0.01}
        for mode in ("tunnel", "ro-ro", "rail", "deep-sea")
    }
    document["freight"] |= freight
    document |= {
        "plants": {"far-plant": document["plants"]["far-plant"] | {"site": "works"}},
        "programmes": {"car": document["programmes"]["car"] | {"site": "yard"}},
        "suppliers": {"far": document["suppliers"]["far"]},
    }
    return Scenario.model_validate(document)


def islands(kinds: Mapping[str, str], legs: LegTable, **freight: Any) -> LogisticsNetwork:
    """The network of `island_world`."""
    return LogisticsNetwork(island_world(kinds, legs, **freight))


KINDS = {
    "works": "cell-plant",
    "mill": "cell-plant",
    "yard": "vehicle-plant",
    "shed": "vehicle-plant",
    "port-a": "gateway",
    "port-b": "gateway",
    "port-c": "gateway",
    "port-d": "gateway",
}
PAIRS = [(one, other) for one in KINDS for other in KINDS if one < other]
ASKED = [("works", "yard"), ("mill", "shed"), ("yard", "mill"), ("works", "mill"), ("port-a", "shed")]
"""Ends of the routes that are asked for: there and back, between two plants, from a gateway."""


LEG_COUNT = 24


def leg_from(number: int) -> dict[str, Any]:
    """A leg of 1 to 3 km, 1 to 3 days, 0 to 2 EUR and 0 to 2 kg CO2e per tkm, as the number says."""
    number, pair = divmod(number, len(PAIRS))
    number, border = divmod(number, 2)
    number, km = divmod(number, 3)
    number, days = divmod(number, 3)
    number, eur = divmod(number, 3)
    origin, destination = PAIRS[pair]
    return leg(
        origin,
        destination,
        "ferry",
        1.0 + km,
        transit_days=1.0 + days,
        eur_per_load=float(eur),
        kg_co2e_per_tkm=float(number),
        border=bool(border),
    )


leg_numbers = st.integers(0, len(PAIRS) * 2 * 3**4 - 1)
leg_tables = (
    st.integers(0, LEG_COUNT)
    .flatmap(lambda count: st.lists(leg_numbers, min_size=count, max_size=count))
    .map(lambda numbers: {f"leg-{place:02}": leg_from(number) for place, number in enumerate(numbers)})
)
"""Random legs between random sites, parallel ones too, in small whole numbers so that ties abound."""

closures = st.frozensets(st.integers(0, LEG_COUNT - 1).map("leg-{:02}".format), max_size=LEG_COUNT // 2)
"""Some of their ids."""


@dataclass(frozen=True)
class Way:
    """A way from one site to another, as a list of legs of the table."""

    ids: tuple[str, ...]
    legs: tuple[dict[str, Any], ...]


def ways(
    legs: LegTable,
    origin: str,
    destination: str,
    kinds: Mapping[str, str] = KINDS,
    passed: Iterable[str] = (),
) -> Iterator[Way]:
    """Every way that visits no site twice and between its ends passes gateways only: brute force."""
    if origin == destination:
        yield Way((), ())
        return
    for leg_id, entry in legs.items():
        ends = {entry["origin"], entry["destination"]}
        if origin not in ends:
            continue
        (onward,) = ends - {origin}
        if onward == destination or (kinds[onward] == "gateway" and onward not in passed):
            for rest in ways(legs, onward, destination, kinds, {*passed, origin}):
                yield Way((leg_id, *rest.ids), (entry, *rest.legs))


def without(legs: LegTable, removed: Iterable[str]) -> LegTable:
    """The table without some legs."""
    return {leg_id: entry for leg_id, entry in legs.items() if leg_id not in set(removed)}
