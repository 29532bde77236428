"""Disruptions in one replication: legs close and open, and long ones make programmes think."""

from collections import defaultdict
from collections.abc import Callable, Generator, Mapping, Sequence

from simpy.events import Event

from sim.core.records import Outage
from sim.core.windows import ClosureWindow
from sim.model.clock import Clock, DayOrder
from sim.model.freight import LegStatus
from sim.scenario.types.disruptions import ClosureEffect, CutEffect, DelayEffect, DisruptionSpec
from sim.scenario.types.numbers import certain


def leg_windows(
    specs: Mapping[str, DisruptionSpec], outages: Sequence[Outage]
) -> dict[str, list[ClosureWindow]]:
    """Windows of closure or delay by leg, in order of start."""
    windows: dict[str, list[ClosureWindow]] = defaultdict(list)
    for outage in outages:
        spec = specs[outage.disruption]
        for leg in spec.legs:
            match spec.effect:
                case ClosureEffect():
                    windows[leg].append(ClosureWindow(outage.start_day, outage.end_day))
                case DelayEffect(days=days):
                    windows[leg].append(
                        ClosureWindow(outage.start_day, outage.end_day, certain(days), closed=False)
                    )
                case CutEffect():
                    pass
    return {leg: sorted(found) for leg, found in windows.items()}


def close_at_first(status: LegStatus, specs: Mapping[str, DisruptionSpec], outages: Sequence[Outage]) -> None:
    """Close the legs that are closed when the first day begins, before stocks are opened and orders planned."""
    for outage in outages:
        if outage.start_day <= 0 and _closes(specs[outage.disruption]):
            status.close(specs[outage.disruption].legs, 0)


def _closes(spec: DisruptionSpec) -> bool:
    return spec.effect.kind == "closed" and bool(spec.legs)


class OutageProcess:
    """One occurrence of a disruption on the clock."""

    def __init__(
        self,
        clock: Clock,
        status: LegStatus,
        *,
        changed: Callable[[], None],
        lasting: Callable[[DisruptionSpec, int], None],
    ) -> None:
        self.clock = clock
        self.status = status
        self.changed = changed
        self.lasting = lasting

    def run(
        self, spec: DisruptionSpec, outage: Outage, patience_days: Sequence[int], rank: int
    ) -> Generator[Event, None, None]:
        """Close the legs, tell those whose patience it outlasts, open the legs again."""
        closes = _closes(spec)
        if outage.start_day > 0:
            yield self.clock.at(outage.start_day, DayOrder.DISRUPTION_STARTS, rank)
            if closes:
                self.status.close(spec.legs, outage.start_day)
                self.changed()
        for days in sorted(set(patience_days)):
            if outage.start_day + days < outage.end_day:
                yield self.clock.at(outage.start_day + days, DayOrder.DISRUPTION_STARTS, rank)
                self.lasting(spec, days)
        yield self.clock.at(outage.end_day, DayOrder.DISRUPTION_ENDS, rank)
        if closes:
            self.status.open(spec.legs, outage.end_day)
            self.changed()
