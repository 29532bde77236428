"""Routes: the legs of a scenario, all ways from one site to another, and the best of them, by docs/explanation/model.md.

Where few gateways are there all ways are tried. `search` is for a network with many: it betters its labels until none
can be bettered.
"""

import math
from collections.abc import Iterator, Set
from typing import NamedTuple

from sim.scenario.types.logistics import FreightSpec, LegSpec, SiteSpec
from sim.scenario.types.numbers import certain
from sim.scenario.types.scenario import Scenario

EARTH_KM = 6371.0088
FEW_GATEWAYS = 6
"""Up to so many gateways all ways are tried."""


class Leg(NamedTuple):
    """A leg that cells may travel on, and one load on it."""

    id: str
    ends: tuple[str, str]
    mode: str
    km: float
    expected_days: float
    cv: float
    eur_per_load: float
    surcharge_eur_per_load: float
    kg_co2e_per_load: float
    border: bool


class Route(NamedTuple):
    """Legs in a row, and one load on them."""

    legs: tuple[str, ...]
    km: float
    expected_days: float
    sd_days: float
    eur_per_load: float
    surcharge_eur_per_load: float
    kg_co2e_per_load: float
    in_containers: bool


Way = tuple[Leg, ...]
Label = tuple[int, tuple[str, ...], Way]


class Roads:
    """The network of a realised scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.gateways = {id_ for id_, site in scenario.sites.items() if site.kind == "gateway"}
        specs = dict(sorted((scenario.legs | _estimated(scenario)).items()))
        self.legs = {
            id_: _leg(scenario, id_, spec)
            for id_, spec in specs.items()
            if certain(spec.dangerous_goods) >= 0.5
        }
        self._from: dict[str, list[tuple[Leg, str]]] = {site: [] for site in scenario.sites}
        for leg in self.legs.values():
            here, there = leg.ends
            self._from[here].append((leg, there))
            if here != there:
                self._from[there].append((leg, here))
        self._known: dict[tuple[str, str, Set[str], str], Route | None] = {}

    def route(self, origin: str, destination: str, closed: Set[str] = frozenset()) -> Route | None:
        """The best open route by the criterion of the scenario."""
        return self.best(origin, destination, closed, self.scenario.freight.criterion)

    def shortest(self, origin: str, destination: str, closed: Set[str] = frozenset()) -> Route | None:
        return self.best(origin, destination, closed, "distance")

    def best(self, origin: str, destination: str, closed: Set[str], criterion: str) -> Route | None:
        """The best open route by a criterion; None: there is none."""
        asked = (origin, destination, frozenset(closed), criterion)
        if asked not in self._known:
            find = self.try_all if len(self.gateways) <= FEW_GATEWAYS else self.search
            self._known[asked] = find(*asked)
        return self._known[asked]

    def try_all(self, origin: str, destination: str, closed: Set[str], criterion: str) -> Route | None:
        """The best of all ways."""
        ways = [
            (sum(self._weight(leg, criterion) for leg in way), tuple(leg.id for leg in way), way)
            for way in self._ways(origin, destination, closed, {origin})
        ]
        return self._route(min(ways)[2]) if ways else None

    def search(self, origin: str, destination: str, closed: Set[str], criterion: str) -> Route | None:
        """The best way by the best labels of its sites: (weight to the destination, ids of the legs, legs)."""
        labels: dict[str, Label] = {destination: (0, (), ())}
        better = True
        while better:
            better = False
            for leg in self.legs.values():
                for here, there in (leg.ends, leg.ends[::-1]):
                    passes = there == destination or there in self.gateways
                    if leg.id in closed or there not in labels or not passes:
                        continue
                    weight, ids, way = labels[there]
                    label = (weight + self._weight(leg, criterion), (leg.id, *ids), (leg, *way))
                    if here not in labels or label[:2] < labels[here][:2]:
                        labels[here], better = label, True
        return self._route(labels[origin][2]) if origin in labels else None

    def _ways(self, here: str, destination: str, closed: Set[str], been: set[str]) -> Iterator[Way]:
        """All ways over open legs that pass gateways, none twice."""
        if here == destination:
            yield ()
            return
        for leg, there in self._from[here]:
            if (
                leg.id not in closed
                and there not in been
                and (there == destination or there in self.gateways)
            ):
                for way in self._ways(there, destination, closed, been | {there}):
                    yield (leg, *way)

    def _weight(self, leg: Leg, criterion: str) -> int:
        """What a leg counts for, in whole millionths and at least one."""
        customs = certain(self.scenario.freight.customs_days) if leg.border else 0.0
        amounts = {
            "distance": leg.km,
            "time": leg.expected_days + customs,
            "cost": leg.eur_per_load + leg.surcharge_eur_per_load,
            "emissions": leg.kg_co2e_per_load,
        }
        return max(1, round(amounts[criterion] * 1e6))

    def _route(self, way: Way) -> Route:
        freight = self.scenario.freight
        mean, cv, borders = (
            certain(freight.customs_days),
            certain(freight.customs_cv),
            sum(leg.border for leg in way),
        )
        variance = math.fsum((leg.expected_days * leg.cv) ** 2 for leg in way) + borders * (mean * cv) ** 2
        return Route(
            legs=tuple(leg.id for leg in way),
            km=math.fsum(leg.km for leg in way),
            expected_days=math.fsum(leg.expected_days for leg in way) + borders * mean,
            sd_days=math.sqrt(variance),
            eur_per_load=math.fsum(leg.eur_per_load for leg in way),
            surcharge_eur_per_load=math.fsum(leg.surcharge_eur_per_load for leg in way),
            kg_co2e_per_load=math.fsum(leg.kg_co2e_per_load for leg in way),
            in_containers=any(leg.mode in {"deep-sea", "rail"} for leg in way),
        )


def _leg(scenario: Scenario, id_: str, spec: LegSpec) -> Leg:
    mode, freight = scenario.modes[spec.mode], scenario.freight
    km = spec.km * (certain(freight.road_distance_factor) if spec.mode == "road" else 1.0)
    days = km / certain(mode.km_per_day) + certain(mode.dwell_days)
    fixed = mode.eur_per_load if spec.eur_per_load is None else spec.eur_per_load
    kg_per_tkm = mode.kg_co2e_per_tkm if spec.kg_co2e_per_tkm is None else spec.kg_co2e_per_tkm
    eur = certain(fixed) + certain(mode.eur_per_km) * km
    return Leg(
        id=id_,
        ends=(spec.origin, spec.destination),
        mode=spec.mode,
        km=km,
        expected_days=days if spec.transit_days is None else certain(spec.transit_days),
        cv=certain(mode.transit_cv),
        eur_per_load=eur,
        surcharge_eur_per_load=eur * (certain(mode.dangerous_goods_factor) - 1),
        kg_co2e_per_load=certain(kg_per_tkm) * certain(freight.load_tonnes) * km,
        border=spec.border,
    )


def _estimated(scenario: Scenario) -> dict[str, LegSpec]:
    """Roads between sites of different kinds on one landmass that no leg joins."""
    joined = {frozenset((leg.origin, leg.destination)) for leg in scenario.legs.values()}
    towards = ("cell-plant", "gateway", "vehicle-plant")
    roads = {}
    for one, first in scenario.sites.items() if "road" in scenario.modes else ():
        for other, second in scenario.sites.items():
            on = towards.index(second.kind) > towards.index(first.kind)
            if on and first.landmass == second.landmass and frozenset((one, other)) not in joined:
                km = _road_km(first, second, scenario.freight)
                roads[f"{one}~{other}~fallback"] = LegSpec(origin=one, destination=other, mode="road", km=km)
    return roads


def _road_km(one: SiteSpec, other: SiteSpec, freight: FreightSpec) -> float:
    """The great circle, by the angle between two places seen from the middle of the globe, times what roads wind."""
    here, there = _seen_from_the_middle(one), _seen_from_the_middle(other)
    across = math.hypot(
        here[1] * there[2] - here[2] * there[1],
        here[2] * there[0] - here[0] * there[2],
        here[0] * there[1] - here[1] * there[0],
    )
    along = sum(a * b for a, b in zip(here, there, strict=True))
    km = max(EARTH_KM * math.atan2(across, along), 0.001)
    near = 100.0
    return km * (freight.fallback_circuity_near if km < near else freight.fallback_circuity)


def _seen_from_the_middle(site: SiteSpec) -> tuple[float, float, float]:
    north, east = math.radians(site.latitude), math.radians(site.longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)
