"""Flows over the legs of the network and over borders, from the deliveries and the routes they took."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from sim.core.arrays import IntArray
from sim.core.records import RouteRecord
from sim.core.units import KG_PER_T
from sim.rules.facts import RunFacts
from sim.rules.tables.months import Months, gwh
from sim.rules.tables.series_specs import BORDERS, FLOWS
from sim.rules.tables.table import Table, table
from sim.scenario.types.numbers import certain


class PricedLeg(Protocol):
    """What flows need to know of a leg of the network, as it was in the replication."""

    @property
    def origin(self) -> str:
        """One of its sites."""

    @property
    def destination(self) -> str:
        """The other; the leg is open in both directions."""

    @property
    def mode(self) -> str:
        """Mode of transport."""

    @property
    def km(self) -> float:
        """Length."""

    @property
    def eur_per_load(self) -> float:
        """Freight of one load without the dangerous-goods surcharge."""

    @property
    def surcharge_eur_per_load(self) -> float:
        """Dangerous-goods surcharge of one load."""

    @property
    def kg_co2e_per_load(self) -> float:
        """Emissions of one load."""

    @property
    def border(self) -> bool:
        """Whether a customs border is crossed on it."""


PricedLegs = Mapping[str, PricedLeg]


class Hop(NamedTuple):
    """A leg in one direction on the way from a plant to a programme."""

    leg: str
    from_site: str
    to_site: str
    plant: str
    programme: str


class Flows(NamedTuple):
    """Deliveries by month and hop."""

    hops: list[Hop]
    loads: IntArray
    """Shape (months, hops)."""
    energy_wh: IntArray
    """Shape (months, hops)."""


def flows_of(facts: RunFacts, months: Months, legs: PricedLegs) -> Flows:
    """Sum the deliveries by month of departure over every hop of their routes."""
    routes = [_hops(route, facts.scenario.plants[route.plant].site, legs) for route in facts.record.routes]
    hops = sorted({hop for route in routes for hop in route})
    passes = np.array([[route.count(hop) for hop in hops] for route in routes], dtype=np.int64)
    month = months.of_step[facts.steps_of(facts.delivered.departure_day)]
    cells = month * len(routes) + facts.delivered.route
    by_route = [
        np.bincount(cells, amount, len(months) * len(routes)).astype(np.int64).reshape(len(months), -1)
        for amount in (facts.delivered.loads, facts.delivered.energy_wh)
    ]
    loads, energy_wh = (amount @ passes.reshape(len(routes), len(hops)) for amount in by_route)
    return Flows(hops, loads, energy_wh)


def _hops(route: RouteRecord, start: str, legs: PricedLegs) -> list[Hop]:
    site, hops = start, []
    for leg_id in route.legs:
        leg = legs[leg_id]
        entered, site = site, leg.destination if leg.origin == site else leg.origin
        hops.append(Hop(leg_id, entered, site, route.plant, route.programme))
    return hops


def flows_table(facts: RunFacts, months: Months, legs: PricedLegs, flows: Flows) -> Table:
    """Flows leg by leg, in order of month, leg and direction."""
    month, hop = np.nonzero(flows.loads)
    loads = flows.loads[month, hop]
    used = [legs[h.leg] for h in flows.hops]
    eur_per_load = np.array([leg.eur_per_load + leg.surcharge_eur_per_load for leg in used])
    tonnes = certain(facts.scenario.freight.load_tonnes)
    return table(
        FLOWS,
        {
            "month": months.names[month],
            "leg": _texts([h.leg for h in flows.hops])[hop],
            "from_site": _texts([h.from_site for h in flows.hops])[hop],
            "to_site": _texts([h.to_site for h in flows.hops])[hop],
            "mode": _texts([leg.mode for leg in used])[hop],
            "plant": _texts([h.plant for h in flows.hops])[hop],
            "programme": _texts([h.programme for h in flows.hops])[hop],
            "loads": loads,
            "energy_gwh": gwh(flows.energy_wh[month, hop]),
            "transport_t_km": loads * tonnes * np.array([leg.km for leg in used])[hop],
            "freight_eur": loads * eur_per_load[hop],
            "emissions_t_co2e": loads * np.array([leg.kg_co2e_per_load for leg in used])[hop] / KG_PER_T,
        },
    )


def borders_table(facts: RunFacts, months: Months, legs: PricedLegs, flows: Flows) -> Table:
    """Flows over border legs by countries, in order of month and direction."""
    sites = facts.scenario.sites
    crossings = [
        (sites[hop.from_site].country, sites[hop.to_site].country) if legs[hop.leg].border else None
        for hop in flows.hops
    ]
    pairs = sorted({pair for pair in crossings if pair is not None})
    over = np.array([[crossing == pair for pair in pairs] for crossing in crossings], dtype=np.int64)
    over = over.reshape(len(crossings), len(pairs))
    loads, energy_wh = flows.loads @ over, flows.energy_wh @ over
    month, pair = np.nonzero(loads)
    return table(
        BORDERS,
        {
            "month": months.names[month],
            "from_country": _texts([origin for origin, _ in pairs])[pair],
            "to_country": _texts([destination for _, destination in pairs])[pair],
            "loads": loads[month, pair],
            "energy_gwh": gwh(energy_wh[month, pair]),
        },
    )


def _texts(texts: Sequence[str]) -> np.ndarray:
    return np.array(texts, dtype=object)
