"""Consistency: values of a world that are each possible but contradict one another."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from sim.core.suggestion import did_you_mean
from sim.scenario.checks.budget import budget_findings, likely_least
from sim.scenario.checks.correlations import correlation_findings
from sim.scenario.checks.countries import code_meant, countries
from sim.scenario.checks.plausibility import LONGEST_DAYS, SMALLEST
from sim.scenario.checks.reach import reach_findings
from sim.scenario.checks.volumes import volume_findings
from sim.scenario.parts import Parts
from sim.scenario.reading.findings import Finding
from sim.scenario.types.numbers import Bernoulli, Choice
from sim.scenario.types.plants import ScheduledStart
from sim.scenario.types.policies import AwardPolicy
from sim.scenario.types.programmes import AgreementSpec

_ROUNDING: Final = 1e-9
"""Shares are written in decimals; their sum in binary is off by less."""
_DAY: Final = dt.timedelta(days=1)

_Agreements = Mapping[str, AgreementSpec]


def share_findings(parts: Parts) -> Iterator[Finding]:
    """Programmes whose agreements do not add up to 1 on some day of the run, each with the first such day.

    An agreement counts from its start to its end. One that has ended runs on as far as others leave room;
    a programme without any agreement yet has no sum.
    """
    if parts.run is None:
        return
    unsure = [faulty.get("programme") for faulty in parts.faulty.get("agreements", ())]
    if not all(isinstance(programme, str) for programme in unsure):
        return
    for programme in sorted({spec.programme for spec in parts.agreements.values()} - set(unsure)):
        own = {id_: spec for id_, spec in sorted(parts.agreements.items()) if spec.programme == programme}
        for day in _days_of_change(own, parts.run.start, parts.run.end):
            finding = _on(day, own, programme)
            if finding is not None:
                yield finding
                break


def _days_of_change(agreements: _Agreements, first: dt.date, last: dt.date) -> list[dt.date]:
    starts = {spec.start for spec in agreements.values()}
    ends = {spec.end + _DAY for spec in agreements.values() if spec.end is not None and spec.end < last}
    return sorted(day for day in {first, *starts, *ends} if first <= day <= last)


def _on(day: dt.date, agreements: _Agreements, programme: str) -> Finding | None:
    begun = {id_: spec for id_, spec in agreements.items() if spec.start <= day}
    active = {id_: spec for id_, spec in begun.items() if spec.end is None or spec.end >= day}
    total = sum(spec.share for spec in active.values())
    with_ended = sum(spec.share for spec in begun.values())
    if not active or (total <= 1 + _ROUNDING and with_ended >= 1 - _ROUNDING):
        return None
    newest = max(active, key=lambda id_: (active[id_].start, id_))
    sum_text = " + ".join(f"{spec.share:g}" for spec in active.values())
    message = f"the shares of programme {programme} on {day} are {sum_text} = {total:g}, and need to be 1"
    return Finding(("agreements", newest, "share"), message, f"active: {', '.join(active)}")


_CONTAINER_MODES: Final = frozenset({"deep-sea", "rail"})


def contradictions(parts: Parts) -> Iterator[Finding]:
    """Every contradiction within the valid parts of a world."""
    for check in _CHECKS:
        yield from check(parts)


def _run_dates(parts: Parts) -> Iterator[Finding]:
    if parts.run is not None and parts.run.end <= parts.run.start:
        yield Finding(("run", "end"), f"needs a date after the start, {parts.run.start}")


def _legs(parts: Parts) -> Iterator[Finding]:
    for id_, leg in parts.legs.items():
        if leg.origin == leg.destination:
            yield Finding(("legs", id_, "destination"), "needs another site than the origin")
        certain = isinstance(leg.dangerous_goods, float | int)
        permission = leg.dangerous_goods
        drawn_right = isinstance(permission, Bernoulli) or (
            isinstance(permission, Choice) and set(permission.values) <= {0.0, 1.0}
        )
        if permission not in {0.0, 1.0} if certain else not drawn_right:
            example = 'where it is not known: { dist = "bernoulli", p = 0.5 }'
            yield Finding(("legs", id_, "dangerous_goods"), "needs 1 (open) or 0 (refused)", example)


def _countries(parts: Parts) -> Iterator[Finding]:
    for id_, site in parts.sites.items():
        if site.country not in countries():
            yield Finding(("sites", id_, "country"), "is no country's code", code_meant(site.country))


def _speeds(parts: Parts) -> Iterator[Finding]:
    """Modes so slow that one of their legs takes a lifetime: orders to cover it could not be counted."""
    for name, mode in parts.modes.items():
        slowest = likely_least(mode.km_per_day)
        if slowest < SMALLEST:
            continue  # which is a fault by itself
        kms = [leg.km for leg in parts.legs.values() if leg.mode == name and leg.transit_days is None]
        if max(kms, default=0.0) > slowest * LONGEST_DAYS:
            yield Finding(
                ("modes", name, "km_per_day"), "takes more than a hundred years over the longest leg"
            )


def _containers(parts: Parts) -> Iterator[Finding]:
    """Chemistries without a container's energy where legs carry containers."""
    if parts.freight is None or not any(leg.mode in _CONTAINER_MODES for leg in parts.legs.values()):
        return
    known = parts.freight.container_mwh
    for id_, programme in parts.programmes.items():
        if programme.chemistry not in known:
            message = (
                "has no energy of a full container in freight.container_mwh, and there are rail or sea legs"
            )
            yield Finding(("programmes", id_, "chemistry"), message, did_you_mean(programme.chemistry, known))


def _offers(parts: Parts) -> Iterator[Finding]:
    """Agreements with a plant, or a supplier's plants, that do not make what the programme needs."""
    loads = None if parts.freight is None else parts.freight.truck_mwh
    for id_, agreement in parts.agreements.items():
        programme = parts.programmes.get(agreement.programme)
        key = "plant" if agreement.plant is not None else "supplier"
        if programme is None or (loads is not None and programme.chemistry not in loads):
            continue
        if key == "supplier" and parts.faulty.get("plants"):
            continue
        plants = {
            name: plant
            for name, plant in parts.plants.items()
            if agreement.plant == name or (agreement.plant is None and agreement.supplier == plant.supplier)
        }
        if key == "supplier" and agreement.supplier in parts.suppliers and not plants:
            yield Finding(("agreements", id_, key), "has no plant", "give it one, or name who has one")
        if plants and not any(p.makes(programme.chemistry, programme.format) for p in plants.values()):
            message = f"does not make the {programme.chemistry} cells in format {programme.format}"
            yield Finding(("agreements", id_, key), f"{message} that programme {agreement.programme} needs")


def _awards(parts: Parts) -> Iterator[Finding]:
    for id_, programme in parts.programmes.items():
        sourcing = programme.sourcing
        if isinstance(sourcing.policy, AwardPolicy) and sourcing.policy.plant in sourcing.exclude_plants:
            path = ("programmes", id_, "sourcing", "policy", "plant")
            yield Finding(path, "is among the plants that the programme excludes")


def _waits(parts: Parts) -> Iterator[Finding]:
    """Programmes that wait for a phase without a date of its own."""
    for id_, programme in parts.programmes.items():
        waits_for = programme.demand.waits_for
        plant = None if waits_for is None else parts.plants.get(waits_for.plant)
        phase = None if plant is None or waits_for is None else plant.phases.get(waits_for.phase)
        if phase is not None and not isinstance(phase.start, ScheduledStart):
            yield Finding(
                ("programmes", id_, "demand", "waits_for", "phase"), "needs a phase with a scheduled start"
            )


def _duties(parts: Parts) -> Iterator[Finding]:
    first: dict[tuple[object, ...], str] = {}
    for id_, duty in sorted(parts.duties.items()):
        key = (duty.origin_zone, duty.destination_zone, duty.start)
        if first.setdefault(key, id_) != id_:
            message = f"is of the same zones and date as duties.{first[key]}"
            yield Finding(("duties", id_, "start"), message)


def _repeated(parts: Parts) -> Iterator[Finding]:
    """Dates that a dated disruption names twice."""
    for id_, disruption in parts.disruptions.items():
        if disruption.occurs.kind == "dates":
            twice = [date for date, times in Counter(disruption.occurs.dates).items() if times > 1]
            for date in twice:
                yield Finding(("disruptions", id_, "occurs", "dates"), f"names {date} twice")


_CHECKS: Final[tuple[Callable[[Parts], Iterator[Finding]], ...]] = (
    _run_dates,
    _legs,
    _countries,
    _speeds,
    _containers,
    _offers,
    _awards,
    _waits,
    _duties,
    _repeated,
    share_findings,
    reach_findings,
    correlation_findings,
    budget_findings,
    volume_findings,
)
