"""Flows of a run over the legs of the network: by year for the maps and exports, by month for the player."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from sim.rules.tables.table import Table


class Hop(NamedTuple):
    """A leg in one direction on the way from a plant to a programme."""

    leg: str
    from_site: str
    to_site: str
    mode: str
    plant: str
    programme: str


@dataclass(frozen=True, slots=True)
class Amount:
    """What was carried."""

    gwh: float
    loads: int
    t_co2e: float


def hops_by_month(flows: Table) -> dict[Hop, dict[str, float]]:
    """GWh by hop and month (`YYYY-MM`), of the flows table of a run."""
    found: dict[Hop, dict[str, float]] = defaultdict(dict)
    for hop, month, amount in _rows(flows):
        found[hop][month] = amount.gwh
    return dict(sorted(found.items()))


def hops_of_year(flows: Table, year: int | None) -> dict[Hop, Amount]:
    """What passed each hop in a calendar year; None: in the whole run."""
    found: dict[Hop, list[Amount]] = defaultdict(list)
    for hop, month, amount in _rows(flows):
        if year is None or month.startswith(f"{year:04d}-"):
            found[hop].append(amount)
    return {
        hop: Amount(
            sum(each.gwh for each in of), sum(each.loads for each in of), sum(each.t_co2e for each in of)
        )
        for hop, of in sorted(found.items())
    }


def _rows(flows: Table) -> list[tuple[Hop, str, Amount]]:
    names = (
        "leg",
        "from_site",
        "to_site",
        "mode",
        "plant",
        "programme",
        "month",
        "energy_gwh",
        "loads",
        "emissions_t_co2e",
    )
    columns = (flows.columns[name].tolist() for name in names)
    return [(Hop(*row[:6]), row[6], Amount(*row[7:])) for row in zip(*columns, strict=True)]
