"""Plausibility: what is possible but hardly meant. Warnings, never faults."""

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from sim.core.geo import great_circle_km
from sim.core.units import WH_PER_GWH, WH_PER_KWH
from sim.scenario.checks.budget import likely_most
from sim.scenario.checks.countries import countries
from sim.scenario.checks.estimated import estimates
from sim.scenario.checks.horizon import outside_the_run
from sim.scenario.parts import Parts
from sim.scenario.reading.findings import Finding
from sim.scenario.reading.key_path import KeyPath
from sim.scenario.reading.node import Node, walk
from sim.scenario.seeds.coast import Coast
from sim.scenario.spec_keys import unit_of
from sim.scenario.types.numbers import Number, support
from sim.scenario.types.plants import PlantSpec, ScheduledStart
from sim.scenario.types.programmes import ProgrammeSpec

LORRY_KM_PER_HOUR: Final = 90.0
"""Limiter of goods vehicles over 12 t in the EU (Directive 92/6/EEC)."""
LORRY_HOURS_PER_DAY: Final = 10.0
"""Longest driving time of a day, twice a week (Regulation (EC) 561/2006, article 6)."""
LORRY_REST_HOURS: Final = 11.0
"""Daily rest (the same, article 8)."""
LARGEST_PHASE_GWH: Final = 200.0
"""No phase of a cell plant was announced half as large by 2026; 200 is rather MWh."""
VEHICLE_KWH: Final = (1.0, 1_000.0)
"""From a light scooter to a mining truck."""
TRUCK_MWH: Final = (0.1, 30.0)
"""24 t of cells at 0.3 kWh/kg are 7 MWh."""
CELL_EUR_PER_KWH: Final = (5.0, 1_000.0)
SITE_ERROR_KM: Final = 2.0
"""Sites are good to about 1 to 2 km."""
SHORTEST_OVER_CIRCLE: Final = 0.98
COAST_ERROR_KM: Final = 10.0
"""Outlines at 1:50 million cut off small bays and quays."""
HOURS_PER_DAY: Final = 24.0
POLE: Final = 90.0
"""Degrees."""


def implausible(parts: Parts, coast: Coast | None) -> Iterator[Finding]:
    """Everything that is hardly meant in the valid parts of a world."""
    for check in _CHECKS:
        yield from check(parts)
    in_the_sea = [] if coast is None else list(_in_the_sea(parts, coast))
    told = {finding.path for finding in in_the_sea}
    yield from in_the_sea
    # What lies in the sea lies abroad as well: it is told once.
    yield from (finding for finding in _abroad(parts) if finding.path not in told)


def least_lorry_days(km: float) -> float:
    """Shortest time in which one driver may cover a distance, in days: days' driving with rests between."""
    hours = km / LORRY_KM_PER_HOUR
    rests = max(0, math.ceil(hours / LORRY_HOURS_PER_DAY) - 1)
    return (hours + rests * LORRY_REST_HOURS) / HOURS_PER_DAY


def _too_large(parts: Parts) -> Iterator[Finding]:
    """Programmes that need more than all plants together will ever make."""
    all_gwh = sum(
        likely_most(phase.nameplate_gwh) for plant in parts.plants.values() for phase in plant.phases.values()
    )
    for id_, programme in parts.programmes.items():
        need = _peak_gwh(programme)
        if parts.plants and need > all_gwh:
            message = f"needs up to {need:.3g} GWh a year, more than all plants together ({all_gwh:.3g} GWh)"
            yield Finding(("programmes", id_, "demand"), message, value="")


def _peak_gwh(programme: ProgrammeSpec) -> float:
    vehicles = max(point.mode for point in programme.demand.points)
    return vehicles * support(programme.kwh_per_vehicle)[0] * WH_PER_KWH / WH_PER_GWH


def _units(parts: Parts) -> Iterator[Finding]:
    """Figures that look as if they stood in another unit."""
    for id_, plant in parts.plants.items():
        for name, phase in plant.phases.items():
            if _middle(phase.nameplate_gwh) > LARGEST_PHASE_GWH:
                nameplate = ("plants", id_, "phases", name, "nameplate_gwh")
                yield Finding(nameplate, "is more than any phase of a plant: is it MWh?")
    for id_, programme in parts.programmes.items():
        yield from _outside(
            ("programmes", id_, "kwh_per_vehicle"), programme.kwh_per_vehicle, VEHICLE_KWH, "kWh"
        )
    if parts.freight is not None:
        for table in ("truck_mwh", "container_mwh"):
            for chemistry, load in getattr(parts.freight, table).items():
                yield from _outside(("freight", table, chemistry), load, TRUCK_MWH, "MWh")
    for id_, price in parts.prices.items():
        for at, point in enumerate(price.points):
            figure = ("prices", id_, "points", at, "eur_per_kwh")
            yield from _outside(figure, point.eur_per_kwh, CELL_EUR_PER_KWH, "EUR/kWh")


def _outside(path: KeyPath, number: Number, limits: tuple[float, float], unit: str) -> Iterator[Finding]:
    if not limits[0] <= _middle(number) <= limits[1]:
        yield Finding(path, f"is hardly in {unit}: {limits[0]:g} to {limits[1]:g} {unit} are usual")


def _middle(number: Number) -> float:
    if isinstance(number, float | int):
        return float(number)
    low, high = support(number)
    return (low + high) / 2 if math.isfinite(low) and math.isfinite(high) else likely_most(number) / 2


def _legs(parts: Parts) -> Iterator[Finding]:
    """Legs that are shorter than the great circle, or faster than a lorry may drive."""
    for id_, leg in parts.legs.items():
        ends = parts.sites.get(leg.origin), parts.sites.get(leg.destination)
        if ends[0] is not None and ends[1] is not None:
            circle = great_circle_km(ends[0].place, ends[1].place)
            if leg.km < circle * SHORTEST_OVER_CIRCLE - SITE_ERROR_KM:
                yield Finding(("legs", id_, "km"), f"is shorter than the great circle of {circle:.0f} km")
        if leg.mode == "road" and leg.transit_days is not None:
            least = least_lorry_days(leg.km)
            if support(leg.transit_days)[1] < least:
                message = f"is faster than a lorry may drive: {leg.km:g} km take {least:.2g} days with rests"
                yield Finding(("legs", id_, "transit_days"), message)


def _modes(parts: Parts) -> Iterator[Finding]:
    road = parts.modes.get("road")
    most = LORRY_KM_PER_HOUR * LORRY_HOURS_PER_DAY
    if road is not None and _middle(road.km_per_day) > most:
        yield Finding(("modes", "road", "km_per_day"), f"is faster than a lorry may drive: {most:g} km a day")


def _announcements(parts: Parts) -> Iterator[Finding]:
    """Phases that start, or are announced, before the market has heard of them or of their plant."""
    for id_, plant in parts.plants.items():
        for name, phase in plant.phases.items():
            path = ("plants", id_, "phases", name)
            planned = _planned(plant, name)
            if phase.announced is not None and phase.announced < plant.announced:
                yield Finding((*path, "announced"), f"is before the plant's announcement, {plant.announced}")
            heard = phase.announced or plant.announced
            if planned < heard:
                key = "sop" if isinstance(phase.start, ScheduledStart) else "planned_sop"
                yield Finding((*path, "start", key), f"is before the announcement, {heard}")


def _planned(plant: PlantSpec, phase: str) -> dt.date:
    start = plant.phases[phase].start
    return start.sop if isinstance(start, ScheduledStart) else start.planned_sop


def _unserved(parts: Parts) -> Iterator[Finding]:
    """Programmes for which no plant makes the right cells."""
    made: set[tuple[str, str]] = {
        (chemistry, form)
        for plant in parts.plants.values()
        for chemistry in plant.chemistries
        for form in plant.formats
    }
    for id_, programme in parts.programmes.items():
        if made and (programme.chemistry, programme.format) not in made:
            message = f"no plant makes {programme.chemistry} cells in format {programme.format}"
            yield Finding(("programmes", id_, "format"), message)


def _in_the_sea(parts: Parts, coast: Coast) -> Iterator[Finding]:
    for id_, site in parts.sites.items():
        away = coast.km_to_land(site.longitude, site.latitude)
        if away > COAST_ERROR_KM:
            far = f"{away:.0f} km from land" if math.isfinite(away) else "far from land"
            yield Finding(
                ("sites", id_), f"lies in the sea, {far}", value=f"{site.latitude:g}, {site.longitude:g}"
            )


def _abroad(parts: Parts) -> Iterator[Finding]:
    """Sites that lie neither in their country nor in one of its territories."""
    for id_, site in parts.sites.items():
        country = countries().get(site.country)
        if country is None or country.may_hold(site.latitude, site.longitude):
            continue
        remedy = "check country, latitude and longitude"
        if abs(site.longitude) <= POLE and country.may_hold(site.longitude, site.latitude):
            remedy = "have latitude and longitude changed places?"
        elif country.may_hold(site.latitude, -site.longitude) or country.may_hold(
            -site.latitude, site.longitude
        ):
            remedy = "has a coordinate lost its sign, or got one? North and east are positive"
        place = f"{site.latitude:g}, {site.longitude:g}"
        yield Finding(("sites", id_), f"does not lie in {site.country} ({country.name})", remedy, value=place)


_CHECKS: Final[tuple[Callable[[Parts], Iterator[Finding]], ...]] = (
    _too_large,
    _units,
    _legs,
    _modes,
    _announcements,
    outside_the_run,
    _unserved,
    estimates,
)


FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
LARGEST: Final = 1e12
SMALLEST: Final = 1e-12
LARGEST_SEED: Final = 2**63 - 1

LONGEST_DAYS: Final = 36_525
_LONGEST: Final[Mapping[str, float]] = {"days": LONGEST_DAYS, "weeks": 5_218, "months": 1_200, "years": 100}
"""A hundred years in each unit of time."""
FARTHEST_KM: Final = 100_000.0
"""Two and a half times around the globe."""


def out_of_bounds(file: Node) -> Iterator[Finding]:
    """Dates, durations and magnitudes beyond what a scenario can mean."""
    for path, node in walk(file):
        match node.value:
            case bool():
                pass
            case dt.date() as date if not FIRST_YEAR <= date.year <= LAST_YEAR:
                yield Finding(path, f"needs a year from {FIRST_YEAR} to {LAST_YEAR}")
            case int() | float() as number:
                yield from _number(path, number)
            case _:
                pass


def _number(path: KeyPath, number: float) -> Iterator[Finding]:
    size = abs(number)
    world_path = path[3:] if path[:1] == ("arms",) else path
    unit = unit_of(world_path) if world_path and size > _LONGEST["years"] else ""
    longest = _LONGEST.get(unit)
    if path == ("study", "root_seed"):
        if LARGEST_SEED < number < float("inf"):
            yield Finding(path, f"needs a whole number of at most {LARGEST_SEED}")
    elif LARGEST < size < float("inf"):
        yield Finding(path, f"is larger than any quantity here may be: {LARGEST:.0e}")
    elif 0 < size < SMALLEST:
        yield Finding(path, f"is nearer to 0 than any quantity here may be: {SMALLEST:.0e}")
    elif longest is not None and longest < size < float("inf"):
        yield Finding(path, "is longer than a hundred years")
    elif unit == "km" and FARTHEST_KM < size < float("inf"):
        yield Finding(path, f"is farther than any two places are: at most {FARTHEST_KM:g} km")
