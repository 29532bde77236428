"""Records: what a replication leaves behind, each written once when the fact is complete."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Generic, NamedTuple, Self, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import IntArray

Fact = TypeVar("Fact", bound=NamedTuple)


@dataclass(frozen=True, slots=True)
class Labels:
    """A column of names, each as a position in `names`."""

    positions: NDArray[np.int64]
    names: Sequence[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """Names, numbered in the order in which they first appear."""
        numbers: dict[str, int] = {}
        positions = [numbers.setdefault(name, len(numbers)) for name in names]
        return cls(np.asarray(positions, dtype=np.int64), list(numbers))

    def in_order(self) -> Self:
        """The same names, numbered in the order in which they first appear."""
        firsts = np.full(len(self.names), len(self))
        firsts[self.positions[::-1]] = np.arange(len(self))[::-1]  # the last that is written is the first
        order = np.argsort(firsts)
        used = order[: np.count_nonzero(firsts < len(self))]
        return type(self)(np.argsort(order)[self.positions], [self.names[place] for place in used.tolist()])

    def __len__(self) -> int:
        return len(self.positions)

    def __getitem__(self, chosen: slice | NDArray[np.int64]) -> Self:
        """The names of a stretch of the column, or at places of it."""
        return type(self)(self.positions[chosen], self.names)

    def tolist(self) -> list[str]:
        """The names, one by one."""
        return [self.names[position] for position in self.positions.tolist()]


RecordColumn = IntArray | Labels


class RecordColumns(Sequence[Fact], Generic[Fact]):
    """Facts of one kind in their order, kept as columns; each becomes a named record when it is read.

    A run leaves ten thousand of them, and most are only ever read column by column.
    """

    __slots__ = ("columns", "kind")

    def __init__(self, kind: type[Fact], columns: Mapping[str, RecordColumn]) -> None:
        """`columns` has one for each field of the kind, all of one length."""
        self.kind = kind
        self.columns = columns

    def numbers(self, field: str) -> NDArray[np.int64]:
        """A column of whole numbers, shape (facts,). Raises KeyError where the field has names."""
        column = self.columns[field]
        if isinstance(column, Labels):
            raise KeyError(field)
        return column

    def labels(self, field: str) -> Labels:
        """A column of names. Raises KeyError where the field has numbers."""
        column = self.columns[field]
        if isinstance(column, Labels):
            return column
        raise KeyError(field)

    def __len__(self) -> int:
        return len(self.columns[self.kind._fields[0]])

    @overload
    def __getitem__(self, index: int) -> Fact: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Fact]: ...
    def __getitem__(self, index: int | slice) -> Fact | Sequence[Fact]:
        if isinstance(index, slice):
            return list(self._facts(index))
        found = list(self._facts(slice(index, index + 1 or None)))
        return found[0]

    def __iter__(self) -> Iterator[Fact]:
        return self._facts(slice(None))

    def _facts(self, chosen: slice) -> Iterator[Fact]:
        columns = (self.columns[field] for field in self.kind._fields)
        values = [column[chosen].tolist() for column in columns]
        return map(self.kind._make, zip(*values, strict=True))

    def __repr__(self) -> str:
        return repr(list(self))


def numbers_of(facts: Sequence[Fact], field: str) -> NDArray[np.int64]:
    """The whole numbers of a field, shape (facts,), whatever keeps them."""
    if isinstance(facts, RecordColumns):
        return facts.numbers(field)
    return np.fromiter((getattr(fact, field) for fact in facts), np.int64, len(facts))


def labels_of(facts: Sequence[Fact], field: str) -> Labels:
    """The names of a field, whatever keeps them."""
    if isinstance(facts, RecordColumns):
        return facts.labels(field)
    return Labels.of(getattr(fact, field) for fact in facts)


class Shipment(NamedTuple):
    """Loads that left a plant for a programme on one day, against one call-off."""

    plant: str
    programme: str
    agreement: str
    route: int
    """Index into `RunRecord.routes`."""
    called_day: int
    departure_day: int
    arrival_day: int
    """Day of receipt; may lie after the horizon (then still in transit)."""
    loads: int
    energy_wh: int


class CallOff(NamedTuple):
    """Loads that a programme called off from a plant."""

    plant: str
    programme: str
    agreement: str
    day: int
    loads: int
    energy_wh: int


class RankedCandidate(NamedTuple):
    """A plant as a review saw it. Absent numbers are NaN: no route, no price."""

    plant: str
    supplier: str
    rank: int
    """1 is best; 0: not eligible."""
    eligible: bool
    objections: str
    """Why it is not eligible, joined by '; '; empty when it is."""
    score: float
    """The policy's score, least is best."""
    incumbent_share: float
    awarded_share: float
    known: bool
    """Its supplier's cell is known to the maker's group."""
    distance_km: float
    lead_time_days: float
    lead_time_sd_days: float
    price_eur_per_kwh: float
    freight_eur_per_kwh: float
    duty_eur_per_kwh: float
    transit_capital_eur_per_kwh: float
    carbon_eur_per_kwh: float
    switching_eur_per_kwh: float
    landed_cost_eur_per_kwh: float
    kg_co2e_per_kwh: float
    free_gwh_per_year: float
    earliest_start_day: int


class Trigger(StrEnum):
    """Why a review is held. The text is what records and tables say."""

    LAUNCH_AHEAD = "launch ahead"
    AGREEMENT_ENDS = "agreement ends"
    AWARD_DATE = "award date"
    INTERVAL = "interval"
    PLANT_NEWS = "plant news"
    OUTGROWN = "outgrown"
    SWITCH_ABANDONED = "switch abandoned"
    SERVICE_FAILURE = "service failure"
    DISRUPTION = "disruption"

    @property
    def planned(self) -> bool:
        """The programme's own calendar asks for it: it is held however soon it comes after the last."""
        return self in {Trigger.LAUNCH_AHEAD, Trigger.AGREEMENT_ENDS, Trigger.AWARD_DATE, Trigger.INTERVAL}

    @property
    def for_cause(self) -> bool:
        """A supplier gave cause: agreements may be left at once."""
        return self in {Trigger.SERVICE_FAILURE, Trigger.DISRUPTION}


class Review(NamedTuple):
    """One sourcing review of a programme, with the whole ranking and the award."""

    programme: str
    day: int
    trigger: str
    policy: str
    requirement_gwh_per_year: float
    ranking: tuple[RankedCandidate, ...]
    award: tuple[tuple[str, float], ...]
    """(plant, share of supply) of the award, by plant id."""
    unsourced_share: float
    changed: bool
    """Whether the award differs from the shares in force."""
    reason: str
    """One sentence."""
    counterfactual: str
    """One sentence: what would have changed it."""


class Switch(NamedTuple):
    """A change of supply shares that was decided by a review, to its end."""

    programme: str
    plant: str
    """The plant that gains share."""
    from_plant: str
    """The plant that loses most share; empty for a first award."""
    share: float
    decided_day: int
    promised_day: int
    """Start of supply as expected at the decision."""
    start_day: int
    """First day of the new agreement; -1: never."""
    abandoned_day: int
    """-1: not abandoned."""
    outcome: str
    """`started`, `abandoned`, or `pending` at the horizon."""


class AgreementPeriod(NamedTuple):
    """A stretch of days with constant share of an agreement: first <= day < end."""

    agreement: str
    programme: str
    plant: str
    first_day: int
    end_day: int
    share: float
    price_factor: float
    priority: int


class PhaseEvent(NamedTuple):
    """Something that happened to a phase: `announced`, `decided`, `slipped`, `started`, `cancelled`."""

    plant: str
    phase: str
    day: int
    event: str
    nameplate_wh: int
    """Nameplate that the event speaks of."""
    expected_sop_day: int
    """SOP as the market expects it after the event."""


class Payment(NamedTuple):
    """Money paid outside of shipments: `switching` or `take-or-pay`."""

    programme: str
    plant: str
    day: int
    kind: str
    eur: float


class Outage(NamedTuple):
    """One occurrence of a disruption: start_day <= day < end_day."""

    disruption: str
    start_day: int
    end_day: int


class RouteRecord(NamedTuple):
    """A route that shipments took."""

    plant: str
    programme: str
    legs: tuple[str, ...]
    km: float
    eur_per_load: float
    """Freight of one load without the dangerous-goods surcharge."""
    surcharge_eur_per_load: float
    kg_co2e_per_load: float
    expected_days: float


@dataclass(slots=True, eq=False)
class PlantSeries:
    """Series of a plant by step, each of shape (steps + 1,); index k is step k, index 0 the opening state."""

    nameplate_wh_per_year: IntArray
    capacity_wh: IntArray
    """Good cells it could have made in the step."""
    made_wh: IntArray
    scrap_wh: IntArray
    background_wh: IntArray
    """Delivered to customers outside the scenario."""
    shipped_wh: IntArray
    stock_wh: IntArray
    """Finished goods at the end of the step."""
    backlog_wh: IntArray
    """Call-offs of the scenario's programmes not yet shipped at the end of the step."""


@dataclass(slots=True, eq=False)
class ProgrammeSeries:
    """Series of a programme by step, each of shape (steps + 1,); index k is step k, index 0 the opening state."""

    wanted_vehicles: IntArray
    """Plan of the step, before outages of the vehicle plant."""
    built_vehicles: IntArray
    short_vehicles: IntArray
    """Not built in the step for lack of cells."""
    outage_vehicles: IntArray
    """Not built in the step since the vehicle plant stood still."""
    owed_vehicles: IntArray
    """Still to be made up at the end of the step (0 where vehicles are lost)."""
    received_wh: IntArray
    stock_wh: IntArray
    """Cells at the vehicle plant at the end of the step."""
    forecast_wh_per_year: NDArray[np.float64]
    """The programme's own forecast of its need on the step's last day."""


@dataclass(slots=True, eq=False)
class RunRecord:
    """All records of one replication, in the order of their facts (day, order of the day, id)."""

    step_edges: list[int]
    plants: dict[str, PlantSeries] = field(default_factory=dict)
    programmes: dict[str, ProgrammeSeries] = field(default_factory=dict)
    wh_per_vehicle: dict[str, int] = field(default_factory=dict)
    shipments: Sequence[Shipment] = ()
    call_offs: Sequence[CallOff] = ()
    routes: list[RouteRecord] = field(default_factory=list)
    reviews: Sequence[Review] = ()
    switches: list[Switch] = field(default_factory=list)
    periods: list[AgreementPeriod] = field(default_factory=list)
    phase_events: list[PhaseEvent] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    outages: list[Outage] = field(default_factory=list)
    event_count: int = 0
    """Logical events: updates of plants and programmes, departures, receipts, reviews, starts and ends of disruptions."""

    def __repr__(self) -> str:
        return f"<RunRecord of {len(self.plants)} plants and {len(self.programmes)} programmes>"

    def __getstate__(self) -> tuple[None, dict[str, object]]:
        """All as it stands: what is told only when somebody reads it, is told now."""
        state = {name.name: getattr(self, name.name) for name in fields(self)}
        told = {name: tuple(state[name]) for name in ("shipments", "call_offs", "reviews")}
        return None, state | told
