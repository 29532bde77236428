"""A programme with commitments and plants of which phases are known, without a trade: for the tests of what decides alone."""

from types import SimpleNamespace
from typing import Any

from simpy import Environment

from sim.core.records import RunRecord
from sim.model.clock import Clock
from sim.model.commitment import Commitment
from sim.model.sourcing.bookings import Bookings
from sim.model.sourcing.market import MarketNews, PhaseOutlook
from sim.model.sourcing.supply import Supply
from sim.model.sourcing.switching import Buyer, Move, Switching
from tests.builders import scenario

SOURCING = "programmes.car.sourcing"


def held(name: str, plant: str, share: float, **facts: Any) -> Commitment:
    defaults = {
        "priority": 2,
        "price_factor": 1.0,
        "planned_share": share,
        "planned_day": 0,
        "notice_days": 90,
        "run_on_notice_days": 30,
        "term_end_day": None,
    }
    return Commitment(agreement=name, programme="car", plant=plant, share=share, **(defaults | facts))


class Stage:
    """A programme `car` with commitments, and plants of which phases are known: plant by plant, its outlooks by phase."""

    def __init__(
        self, *commitments: Commitment, changes: dict[str, Any] | None = None, **plants: Any
    ) -> None:
        self.clock = Clock(Environment())
        self.overdue = False
        self.told: list[str] = []
        self.record = RunRecord([])
        self.desk = MarketNews(self.clock.env)
        self.outlooks = {
            plant: {phase: PhaseOutlook(phase, 1, *facts) for phase, facts in phases.items()}
            for plant, phases in plants.items()
        }
        self.market = SimpleNamespace(
            outlooks=self.outlooks,
            is_operating=lambda plant: any(each.started for each in self.outlooks[plant].values()),
            phases_counted_on=lambda plant, day: frozenset(
                each.phase
                for each in self.outlooks[plant].values()
                if not each.started and each.expected_sop_day <= day
            ),
        )
        programme = SimpleNamespace(
            id="car",
            commitments=list(commitments),
            priority_at=lambda _plant: 3,
            book_changed=lambda: self.told.append("book"),
            shares_changed=lambda: self.told.append("shares"),
            is_overdue=lambda _plant, _day: self.overdue,
            forecast=None,
        )
        spec = scenario(changes).programmes["car"].sourcing
        self.buyer = Buyer(Supply(programme, Bookings(), self.record), spec, spec, 0)
        self.switching = Switching(self.clock, self.market, self.desk, self.record)
        self.abandoned: list[int] = []
        self.switching.on_abandoned = lambda _buyer: self.abandoned.append(self.clock.today)

    def start(
        self, plant: str, share: float, givers: list[tuple[Commitment, float]], **facts: Any
    ) -> Commitment:
        """Begin a move; returns its commitment."""
        defaults = {"promised_day": 548, "known": False, "for_cause": False}
        self.switching.start(
            self.buyer, [Move(plant=plant, share=share, givers=givers, **(defaults | facts))]
        )
        return next(c for c in self.commitments if c.plant == plant)

    @property
    def commitments(self) -> list[Commitment]:
        return self.buyer.supply.programme.commitments

    def until(self, day: int) -> None:
        """Let days pass, the last one as a whole."""
        self.clock.env.run(day + 0.5)

    def news(self, day: int, plant: str, **phases: Any) -> None:
        """On a day, phases of a plant get other outlooks (None: cancelled)."""
        self.until(day - 1)
        self.clock.env.run(day)
        for phase, facts in phases.items():
            self.outlooks[plant].pop(phase, None)
            if facts is not None:
                self.outlooks[plant][phase] = PhaseOutlook(phase, 1, *facts)
        self.desk.publish(plant)
        self.until(day)


RUNS = {"p1": (-100, True)}
"""Phases of a plant that has run for long."""
