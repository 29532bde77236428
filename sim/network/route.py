"""A route: legs in a row from one site to another, with what one load on it takes, costs and emits."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sim.network.leg import Leg
from sim.scenario.types.logistics import Mode

CONTAINER_MODES: Final[frozenset[Mode]] = frozenset({"deep-sea", "rail"})
"""Modes that carry containers rather than trucks or trailers."""


class Customs(NamedTuple):
    """Delay of a load at a customs border."""

    mean_days: float
    cv: float


@dataclass(frozen=True, slots=True)
class Route:
    """A route of one load. `sites` has one entry more than `legs` and `modes`; sums are over the legs."""

    origin: str
    destination: str
    sites: tuple[str, ...]
    legs: tuple[str, ...]
    """Ids of the legs, from origin to destination."""
    modes: tuple[Mode, ...]
    km: float
    expected_days: float
    """Mean transit time, customs included."""
    sd_days: float
    """Standard deviation of the transit time: the legs' and the borders' delays are independent."""
    eur_per_load: float
    """Freight without the dangerous-goods surcharge."""
    surcharge_eur_per_load: float
    kg_co2e_per_load: float
    borders: int
    """Number of legs that cross a customs border."""
    containerised: bool
    """Has a deep-sea or rail leg, so its load is a container."""


def route_over(sites: Sequence[str], legs: Sequence[Leg], customs: Customs) -> Route:
    """The route through the sites over the legs between them; one site alone makes a route without legs.

    expected_days = sum of the legs' means + borders * customs mean
    sd_days ** 2 = sum of (mean * cv) ** 2 over the legs + borders * (customs mean * customs cv) ** 2
    """
    borders = sum(leg.border for leg in legs)
    variances = [(leg.expected_days * leg.cv) ** 2 for leg in legs]
    modes = tuple(leg.mode for leg in legs)
    return Route(
        origin=sites[0],
        destination=sites[-1],
        sites=tuple(sites),
        legs=tuple(leg.id for leg in legs),
        modes=modes,
        km=math.fsum(leg.km for leg in legs),
        expected_days=math.fsum(leg.expected_days for leg in legs) + borders * customs.mean_days,
        sd_days=math.sqrt(math.fsum(variances) + borders * (customs.mean_days * customs.cv) ** 2),
        eur_per_load=math.fsum(leg.eur_per_load for leg in legs),
        surcharge_eur_per_load=math.fsum(leg.surcharge_eur_per_load for leg in legs),
        kg_co2e_per_load=math.fsum(leg.kg_co2e_per_load for leg in legs),
        borders=borders,
        containerised=not CONTAINER_MODES.isdisjoint(modes),
    )
