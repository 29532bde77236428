"""Capacities: what plants are expected to make, what is booked of it and what is free, as known at one moment."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sim.core.units import DAYS_PER_YEAR, days_from_months
from sim.model.plant import Background, CellPlant
from sim.model.programme import Programme
from sim.model.sourcing.bookings import Bookings
from sim.rules.market import KnownPhase, planned_wh_per_year


class Outlook(NamedTuple):
    """What is known of a plant's phases."""

    phases: Sequence[KnownPhase] = ()
    first_sop_day: int | None = None
    """First SOP as expected (in the past where it has started); None: nothing is announced."""


class PlantPlan(NamedTuple):
    """What of a plant's capacity stays the same over a run."""

    planned_oee: float
    planned_ramp_days: int
    background: Background
    by_priority: bool
    """Rationed under the priority rule; otherwise all are cut alike."""

    @classmethod
    def of(cls, plant: CellPlant) -> "PlantPlan":
        """The plan of a plant."""
        spec = plant.spec
        ramp_days = days_from_months(spec.planned_ramp_months)
        return cls(spec.planned_oee, ramp_days, plant.background, spec.allocation == "priority")


class Booked(NamedTuple):
    """Yearly volumes booked at a plant on a day, as one programme sees them, Wh."""

    in_all: float
    """By all programmes and outside customers."""
    by_others: float
    own: int


class Capacities:
    """Yearly volumes of every plant, by what is known of its phases and by the books, of now or as they stood."""

    def __init__(
        self, plans: Mapping[str, PlantPlan], outlooks: Mapping[str, Outlook], books: Bookings
    ) -> None:
        self.plans = plans
        self.outlooks = outlooks
        self.books = books

    def capacity_wh_per_year(self, plant: str, day: int) -> float:
        """Effective capacity on a day as the plant announces it: nameplate x planned OEE x planned ramp-up."""
        planned_oee, ramp_days, _, _ = self.plans[plant]
        return planned_wh_per_year(self.outlooks[plant].phases, planned_oee, ramp_days, day)

    def booked_wh_per_year(self, plant: str, day: int) -> float:
        """Yearly volume booked at a plant on a day by all programmes and outside customers."""
        return self._booked(plant, day, None).in_all

    def _booked(self, plant: str, day: int, programme: Programme | None) -> Booked:
        in_all = by_others = self.plans[plant].background.wh_per_year(day)
        own_share, own_need_wh = 0.0, 0
        for buyer, commitment in self.books.at(plant):
            share = commitment.share_on(day)
            if share:
                need_wh = buyer.forecast.need_ahead_wh(day, DAYS_PER_YEAR)
                in_all += share * need_wh
                if buyer is programme:
                    own_share += share
                    own_need_wh = need_wh
                else:
                    by_others += share * need_wh
        return Booked(in_all, by_others, int(own_need_wh * own_share))

    def free_wh_per_year(self, plant: str, day: int, *, programme: Programme) -> float:
        """What a programme could have of a plant on a day, at least what its own bookings there are good for."""
        capacity, booked = self.capacity_wh_per_year(plant, day), self._booked(plant, day, programme)
        covered = self._covered(programme, plant, day, capacity, booked) if booked.own else 0.0
        return max(capacity - booked.by_others, covered)

    def covered_wh_per_year(self, programme: Programme, plant: str, day: int) -> float:
        """What the known capacity leaves for a programme's own booking, by the plant's rule of allocation.

        Under the priority rule those of a better priority are served before, then by id; otherwise all are cut alike.
        """
        booked = self._booked(plant, day, programme)
        if not booked.own:
            return 0.0
        return self._covered(programme, plant, day, self.capacity_wh_per_year(plant, day), booked)

    def _covered(self, programme: Programme, plant: str, day: int, capacity: float, booked: Booked) -> float:
        if not self.plans[plant].by_priority:
            return booked.own * min(1.0, capacity / booked.in_all)
        entries = self.books.at(plant)
        rank = (min(c.priority for buyer, c in entries if buyer is programme), programme.id)
        ahead = sum(
            commitment.share_on(day) * buyer.forecast.next_year_wh(day)
            for buyer, commitment in entries
            if (commitment.priority, buyer.id) < rank and buyer is not programme
        )
        outside = self.plans[plant].background.wh_per_year(day)
        return min(float(booked.own), max(0.0, capacity - outside - ahead))

    def snapshot(self) -> "Callable[[], Capacities]":
        """Gives the capacities as they stand now, whenever it is called. To keep them is cheap, to give them less so."""
        outlooks, books = dict(self.outlooks), self.books.snapshot()
        return lambda: Capacities(self.plans, outlooks, books())
