"""The market: what is known today of every plant's phases. Expected dates are the announced ones, not the drawn ones."""

from dataclasses import dataclass

from simpy import Environment
from simpy.events import Event

from sim.model.plant import CellPlant
from sim.model.sourcing.bookings import Bookings
from sim.model.sourcing.capacities import Capacities, Outlook, PlantPlan
from sim.rules.market import KnownPhase


@dataclass(slots=True)
class PhaseOutlook:
    """What the market knows of a phase."""

    phase: str
    nameplate_wh: int
    expected_sop_day: int
    started: bool = False


class Market:
    """Known phases of every plant, and the yearly volumes that follow from them and from the books."""

    def __init__(self, plants: dict[str, CellPlant], books: Bookings) -> None:
        self.outlooks: dict[str, dict[str, PhaseOutlook]] = {plant: {} for plant in plants}
        plans = {plant: PlantPlan.of(each) for plant, each in plants.items()}
        self._known = {plant: Outlook() for plant in plants}
        self.capacities = Capacities(plans, self._known, books)
        """As they are today."""
        self.capacity_wh_per_year = self.capacities.capacity_wh_per_year
        self.booked_wh_per_year = self.capacities.booked_wh_per_year
        self.covered_wh_per_year = self.capacities.covered_wh_per_year

    def learn(self, plant: str, outlook: PhaseOutlook) -> None:
        """A phase was announced, decided, slipped or started."""
        self.outlooks[plant][outlook.phase] = outlook
        self._note(plant)

    def forget(self, plant: str, phase: str) -> None:
        """A phase was cancelled."""
        self.outlooks[plant].pop(phase, None)
        self._note(plant)

    def _note(self, plant: str) -> None:
        """Note what reviews ask for again and again."""
        outlooks = self.outlooks[plant].values()
        self._known[plant] = Outlook(
            [KnownPhase(o.nameplate_wh, o.expected_sop_day) for o in outlooks],
            min((o.expected_sop_day for o in outlooks), default=None),
        )

    def is_operating(self, plant: str) -> bool:
        """Whether a phase of the plant has started production."""
        return any(outlook.started for outlook in self.outlooks[plant].values())

    def phases_counted_on(self, plant: str, day: int) -> frozenset[str]:
        """Phases not yet started that are expected to have started by a day."""
        outlooks = self.outlooks[plant].values()
        return frozenset(o.phase for o in outlooks if not o.started and o.expected_sop_day <= day)


class MarketNews:
    """One event per plant, renewed each time there is news."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._next: dict[str, Event] = {}

    def next_of(self, plant: str) -> Event:
        """The event of the plant's next news."""
        if plant not in self._next:
            self._next[plant] = self._env.event()
        return self._next[plant]

    def publish(self, plant: str) -> None:
        """Wake all who wait for this plant."""
        if plant in self._next:
            self._next.pop(plant).succeed()
