"""The things of a plain run: plants with phases, programmes with agreements, the lanes between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.core.calendar import Calendar
from sim.sample.path import SamplePath
from sim.scenario.types.plants import PhaseSpec, PlantSpec
from sim.scenario.types.programmes import ProgrammeSpec
from tests.proofs.itself.plain.diary import Diary
from tests.proofs.itself.plain.routes import Roads


@dataclass
class Phase:
    id: str
    spec: PhaseSpec
    announced_wh: int
    real_wh: int
    cancelled_day: int | None
    known_wh: int = 0
    """Nameplate as the market knows it."""
    expected_day: int | None = None
    """SOP as the market expects it; None: nothing is known, or nothing expected any more."""
    started: bool = False


@dataclass
class Plant:
    id: str
    rank: int
    spec: PlantSpec
    phases: list[Phase]
    steps: int
    waiting: list[Callable[[], None]] = field(default_factory=list)
    """Who waits for its next news."""
    lanes: list["Lane"] = field(default_factory=list)
    good: Any = None
    """What it can make up to the end of each step, Wh; and with scrap."""
    gross: Any = None
    good_digits: Any = None
    """The same as the model has it, for the digits under a watt-hour."""
    gross_digits: Any = None
    table: dict[str, list[int]] = field(default_factory=dict)
    scrap_at_capacity: list[int] = field(default_factory=list)
    cap: list[int] = field(default_factory=list)
    background: list[int] = field(default_factory=list)
    """Call-offs of outside customers in each step."""
    stock: int = 0

    def __post_init__(self) -> None:
        self.good, self.gross, self.good_digits, self.gross_digits = np.zeros((4, self.steps))
        names = ("nameplate", "capacity", "made", "background", "shipped", "stock", "backlog")
        self.table = {name: [0] * self.steps for name in names}
        self.cap, self.scrap_at_capacity = [0] * self.steps, [0] * self.steps


@dataclass
class Agreement:
    id: str
    plant: str
    priority: int
    price_factor: float
    share: float
    planned: float
    """Share that it is to have from `planned_day` on."""
    planned_day: int
    notice: int
    short_notice: int
    """Notice once it runs on after its term."""
    term_end: int | None
    take: float = 0.0
    contract: int | None = None
    called: int = 0
    behind: float = 0.0
    """Loads by which its call-offs lag behind its share of those at its plant since shares last changed."""
    since: int | None = None
    """First day of its present share; None: it has none."""

    def share_on(self, day: int) -> float:
        return self.planned if day >= self.planned_day else self.share

    def may_leave(self, today: int) -> int:
        """First day without it: after its notice and its term, or the short notice of the time after that."""
        if self.term_end is None:
            return today + self.notice
        short = max(today, self.term_end) + self.short_notice
        return min(short, max(today + self.notice, self.term_end))


@dataclass
class Lane:
    plant: Plant
    programme: str
    load_wh: int
    waiting: list[list[Any]] = field(default_factory=list)
    """[day, loads, agreement] of the call-offs not yet shipped, oldest first."""
    on_order: int = 0
    last_shipped: int = 0
    seen: set[tuple[str, ...]] = field(default_factory=set)
    """Routes that it has planned or travelled with."""

    @property
    def owed(self) -> int:
        return sum(loads for _, loads, _ in self.waiting)

    def is_late(self, day: int, patience: float) -> bool:
        return bool(self.waiting) and day - self.waiting[0][0] > patience


@dataclass
class Programme:
    id: str
    rank: int
    spec: ProgrammeSpec
    wh_per_vehicle: int
    need: list[int]
    """Forecast need from day 0 to each day, Wh."""
    wanted: list[int]
    """Plan of each step, vehicles, before outages."""
    lost: list[int]
    """What outages of the vehicle plant take from it."""
    launch: int
    steps: int
    agreements: list[Agreement] = field(default_factory=list)
    """In order of id."""
    lanes: dict[str, Lane] = field(default_factory=dict)
    stock: int = 0
    owed: int = 0
    on_the_way: list[tuple[int, int, Lane]] = field(default_factory=list)
    """(day of receipt, Wh, lane)."""
    table: dict[str, list[int]] = field(default_factory=dict)
    validated: set[str] = field(default_factory=set)
    qualified: set[str] = field(default_factory=set)
    switching: int = 0
    """Switches under way."""
    awards: int = 0
    last_review: int | None = None
    failed_until: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = ("built", "short", "owed", "received", "stock")
        self.table = {name: [0] * self.steps for name in names}

    def need_between(self, first: int, end: int) -> int:
        return self.need[end] - self.need[first]

    def yearly(self, first: int, end: int) -> float:
        return self.need_between(first, end) * 365 / (end - first)

    def next_year(self, day: int) -> int:
        return self.need_between(day, day + 365)

    def at(self, plant: str) -> list[Agreement]:
        return [each for each in self.agreements if each.plant == plant]

    def booked(self, plant: str, day: int) -> int:
        share = 0.0
        for agreement in self.at(plant):
            share += agreement.share_on(day)
        return int(self.next_year(day) * share)

    def priority_at(self, plant: str) -> int:
        return min([each.priority for each in self.at(plant)], default=9)


@dataclass
class World:
    path: SamplePath
    calendar: Calendar
    diary: Diary
    network: Roads
    edges: list[int]
    plants: dict[str, Plant]
    programmes: dict[str, Programme]
    closed: dict[str, int] = field(default_factory=dict)
    """By closed leg: how many disruptions close it."""
    closed_since: dict[str, int] = field(default_factory=dict)
    docket: dict[str, str] = field(default_factory=dict)
    """Trigger of the review that a programme is to hold today."""
    call_offs: list[tuple[Any, ...]] = field(default_factory=list)
    shipments: list[tuple[Any, ...]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    switches: list[tuple[Any, ...]] = field(default_factory=list)
    pending: dict[tuple[str, str], tuple[Any, ...]] = field(default_factory=dict)
    periods: list[tuple[Any, ...]] = field(default_factory=list)
    phase_events: list[tuple[Any, ...]] = field(default_factory=list)
    payments: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def today(self) -> int:
        return self.diary.today
