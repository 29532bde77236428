"""The market: capacity as it is known today, what is booked of it, and what is free."""

from dataclasses import dataclass

from sim.core.units import days_from_months
from sim.model.books import Books
from sim.model.plant import CellPlant
from sim.model.programme import Programme
from sim.rules.market import KnownPhase, planned_wh_per_year


@dataclass(slots=True)
class PhaseOutlook:
    """What the market knows of a phase."""

    phase: str
    nameplate_wh: int
    expected_sop_day: int
    started: bool = False


class Market:
    """Known phases and bookings of every plant. Expected dates are the announced ones, not the drawn ones."""

    def __init__(self, plants: dict[str, CellPlant], programmes: dict[str, Programme], books: Books) -> None:
        self.plants = plants
        self.programmes = programmes
        self.books = books
        self.outlooks: dict[str, dict[str, PhaseOutlook]] = {plant: {} for plant in plants}
        self._known: dict[str, list[KnownPhase]] = {plant: [] for plant in plants}
        self._first_sop_day: dict[str, int | None] = dict.fromkeys(plants)
        self._plans = {
            plant: (each.spec.planned_oee, days_from_months(each.spec.planned_ramp_months))
            for plant, each in plants.items()
        }

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
        self._known[plant] = [KnownPhase(o.nameplate_wh, o.expected_sop_day) for o in outlooks]
        self._first_sop_day[plant] = min((o.expected_sop_day for o in outlooks), default=None)

    def is_operating(self, plant: str) -> bool:
        """Whether a phase of the plant has started production."""
        return any(outlook.started for outlook in self.outlooks[plant].values())

    def expected_sop_day(self, plant: str) -> int | None:
        """First SOP of the plant as expected today (in the past where it has started); None: nothing is announced."""
        return self._first_sop_day[plant]

    def phases_counted_on(self, plant: str, day: int) -> frozenset[str]:
        """Phases not yet started that are expected to have started by a day."""
        outlooks = self.outlooks[plant].values()
        return frozenset(o.phase for o in outlooks if not o.started and o.expected_sop_day <= day)

    def capacity_wh_per_year(self, plant: str, day: int) -> float:
        """Effective capacity on a day as the plant announces it: nameplate x planned OEE x planned ramp-up."""
        planned_oee, ramp_days = self._plans[plant]
        return planned_wh_per_year(self._known[plant], planned_oee, ramp_days, day)

    def booked_wh_per_year(self, plant: str, day: int, *, without: str = "") -> float:
        """Yearly volume booked at a plant on a day by all programmes (but one) and outside customers."""
        booked = self.plants[plant].background.wh_per_year(day)
        for programme, commitment in self.books.at(plant):
            share = commitment.planned_share if day >= commitment.planned_day else commitment.share
            if share and programme.id != without:
                booked += share * programme.forecast.next_year_wh(day)
        return booked

    def free_wh_per_year(self, plant: str, day: int, *, programme: Programme) -> float:
        """What a programme could have of a plant on a day, at least what its own bookings there are good for."""
        capacity = self.capacity_wh_per_year(plant, day)
        unbooked = capacity - self.booked_wh_per_year(plant, day, without=programme.id)
        booked = programme.booked_wh(plant, day)
        return max(unbooked, self._covered_of(capacity, booked, programme, plant, day) if booked else 0.0)

    def covered_wh_per_year(self, programme: Programme, plant: str, day: int) -> float:
        """What the known capacity leaves for a programme's own booking, by the plant's rule of allocation.

        Under the priority rule those of a better priority are served before, then by id; otherwise all are cut alike.
        """
        booked = programme.booked_wh(plant, day)
        capacity = self.capacity_wh_per_year(plant, day)
        return self._covered_of(capacity, booked, programme, plant, day) if booked else 0.0

    def _covered_of(self, capacity: float, booked: int, programme: Programme, plant: str, day: int) -> float:
        if self.plants[plant].spec.allocation != "priority":
            return booked * min(1.0, capacity / self.booked_wh_per_year(plant, day))
        rank = (programme.priority_at(plant), programme.id)
        ahead = sum(
            commitment.share_on(day) * other.forecast.next_year_wh(day)
            for other, commitment in self.books.at(plant)
            if (commitment.priority, other.id) < rank and other is not programme
        )
        outside = self.plants[plant].background.wh_per_year(day)
        return min(float(booked), max(0.0, capacity - outside - ahead))
