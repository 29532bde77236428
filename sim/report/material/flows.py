"""Flows of a run over the legs of the network: by year for the maps and exports, by month for the player."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sim.rules.tables.table import Table


class MapHop(NamedTuple):
    """A leg in one direction on the way from a plant to a programme."""

    leg: str
    from_site: str
    to_site: str
    mode: str
    plant: str
    programme: str


@dataclass(frozen=True, slots=True)
class HopAmount:
    """What was carried."""

    gwh: float
    loads: int
    t_co2e: float


def hops_by_month(flows: Table) -> dict[MapHop, dict[str, float]]:
    """GWh by hop and month (`YYYY-MM`), of the flows table of a run."""
    found: dict[MapHop, dict[str, float]] = defaultdict(dict)
    for *hop, month, gwh in _rows(flows, "energy_gwh"):
        found[MapHop(*hop)][month] = gwh
    return dict(sorted(found.items()))


def hops_of_year(flows: Table, year: int | None) -> dict[MapHop, HopAmount]:
    """What passed each hop in a calendar year; None: in the whole run."""
    begins = "" if year is None else f"{year:04d}-"
    found: dict[MapHop, list[tuple[float, int, float]]] = defaultdict(list)
    for *hop, month, gwh, loads, t_co2e in _rows(flows, "energy_gwh", "loads", "emissions_t_co2e"):
        if month.startswith(begins):
            found[MapHop(*hop)].append((gwh, loads, t_co2e))
    return {hop: HopAmount(*map(sum, zip(*amounts, strict=True))) for hop, amounts in sorted(found.items())}


def _rows(flows: Table, *amounts: str) -> Iterator[tuple[Any, ...]]:
    """Hop, month and some amounts of each row."""
    names = (*MapHop._fields, "month", *amounts)
    return zip(*(flows.columns[name].tolist() for name in names), strict=True)
