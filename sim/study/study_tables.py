"""The tables of a study: summary, events, comparison, regret, drivers, and the facts that were kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from sim.core.keys import MeasureKey
from sim.results.table import CellValue, StudyTable
from sim.statistics.bands import Band, Bands
from sim.statistics.dominance import Change, Dominance
from sim.statistics.drivers import Driver, Effect
from sim.statistics.estimates import PROBABILITIES, Estimate, ShareByDate
from sim.statistics.paired import PairedDifference, Regret
from sim.statistics.selection import Selection
from sim.statistics.variance import VarianceSplit
from sim.study.observations import Observations

_MEASURE = ("scope", "owner", "measure", "unit")
_FOLDED = ("quantiles",)
_CRITERIA = ("cost", "co2", "risk")


def _measure_cells(key: MeasureKey) -> tuple[str, ...]:
    return key.scope, key.owner, key.name, key.unit


def _columns(kind: type) -> tuple[str, ...]:
    """Columns of a flat dataclass; a measure takes four."""
    names: list[str] = []
    for field in fields(kind):
        names.extend(_MEASURE if field.name == "measure" else () if field.name in _FOLDED else (field.name,))
    return tuple(names)


def _cells(record: object) -> Iterator[CellValue]:
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        if isinstance(value, MeasureKey):
            yield from _measure_cells(value)
        elif field.name not in _FOLDED:
            yield value


def _flat(name: str, kind: type, records: Sequence[object]) -> StudyTable:
    return StudyTable(name, _columns(kind), lambda: [tuple(_cells(record)) for record in records])


def summary(estimates: Sequence[Estimate]) -> StudyTable:
    """Estimates of every measure and arm; a warning stands where an interval promises too much."""
    names = [f"p{round(100 * probability)}" for probability in PROBABILITIES]
    quantiles = tuple(f"{name}{end}" for name in names for end in ("", "_low", "_high"))

    def rows() -> Iterator[tuple[CellValue, ...]]:
        for found in estimates:
            values = (end for each in found.quantiles for end in (each.value, each.low, each.high))
            yield (*_cells(found), *values, found.warning)

    return StudyTable("summary", (*_columns(Estimate), *quantiles, "warning"), rows)


def events(shares: Sequence[ShareByDate]) -> StudyTable:
    """Share of replications in which an event had come, by date."""
    return _flat("events", ShareByDate, shares)


def band_table(bands: Callable[[], Bands]) -> StudyTable:
    """Bands of the monthly series, worked out when asked for; shares that are 0 throughout are left out."""
    percentiles = tuple(f"p{round(100 * probability)}" for probability in PROBABILITIES)

    def rows() -> Iterator[tuple[CellValue, ...]]:
        found = bands()
        absent = {
            key
            for key in found.series
            if key.other and not any(each.mean.any() for each in found.of_all(key))
        }
        for band in found:
            if band.key not in absent:
                yield from _band_rows(band)

    columns = ("arm", "scope", "owner", "series", "other", "unit", "month", "n", "mean", *percentiles)
    return StudyTable("bands", columns, rows)


def _band_rows(band: Band) -> Iterator[tuple[CellValue, ...]]:
    key = band.key
    told = (band.arm, key.scope, key.owner, key.name, key.other, key.unit)
    columns = [[_kept(value) for value in row] for row in (band.mean.tolist(), *band.percentiles.tolist())]
    for month, n, *values in zip(band.months, band.n.tolist(), *columns, strict=True):
        yield (*told, month, n, *values)


def _kept(value: float) -> float:
    """A value of a series, to the digits that are kept of it."""
    return float(f"{value:.4g}")


def comparison(differences: Sequence[PairedDifference]) -> StudyTable:
    """Paired differences of every measure between each arm and the baseline."""
    return StudyTable(
        "comparison",
        (*_columns(PairedDifference), "warning"),
        lambda: [(*_cells(found), found.warning) for found in differences],
    )


def regret(regrets: Sequence[Regret]) -> StudyTable:
    """Distance of every arm from the best in hindsight."""
    return _flat("regret", Regret, regrets)


def dominance(pairs: Sequence[Dominance]) -> StudyTable:
    """Every ordered pair of arms in cost, CO2 and risk."""
    columns: list[str] = []
    for each in fields(Dominance):
        parts = Change._fields if each.name in _CRITERIA else ("",)
        columns += [f"{each.name}_{part}".rstrip("_") for part in parts]
    return StudyTable("dominance", tuple(columns), lambda: [tuple(_dominance_cells(pair)) for pair in pairs])


def _dominance_cells(pair: Dominance) -> Iterator[CellValue]:
    for field in fields(pair):
        value = getattr(pair, field.name)
        yield from value if isinstance(value, Change) else (value,)


def selections(found: Sequence[Selection]) -> StudyTable:
    """The best arm by measure, and how sure that is."""
    return _flat("selection", Selection, found)


def variance(splits: Sequence[VarianceSplit]) -> StudyTable:
    """Variance of every measure and arm by what it comes from."""
    return _flat("variance", VarianceSplit, splits)


def driver_table(effects: Callable[[], Iterable[Effect]]) -> StudyTable:
    """Uncertain inputs behind each effect by strength, worked out when asked for."""

    def rows() -> Iterator[tuple[CellValue, ...]]:
        for effect in effects():
            told = (effect.arm, effect.kind, *_measure_cells(effect.measure))
            for place, driver in enumerate(effect.drivers, start=1):
                yield (*told, place, *_cells(driver))

    return StudyTable("drivers", ("arm", "effect", *_MEASURE, "rank", *_columns(Driver)), rows)


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table of facts that replications keep: its name and its columns."""

    name: str
    columns: tuple[str, ...]

    def of(self, observations: Observations) -> StudyTable:
        """The facts of all replications and arms."""
        return StudyTable(
            self.name, ("arm", "replication", *self.columns), lambda: observations.rows(self.name)
        )


def replication_table(observations: Observations) -> StudyTable:
    """Every measure of every replication and arm: one row a replication and arm, one column a measure."""
    plan, measures = observations.plan, len(observations.plan.measures)

    def rows() -> Iterator[tuple[CellValue, ...]]:
        whole = observations.collected.measures.whole()
        for at, replication in enumerate(observations.collected.replications):
            for arm, title in enumerate(plan.arms):
                yield (title, replication, *whole[arm, at, :measures].tolist())

    return StudyTable("replications", ("arm", "replication", *map(measure_name, plan.measures)), rows)


def measure_name(key: MeasureKey) -> str:
    """A measure in one word: `programme.car.landed_cost_eur_per_kwh`, `system.emissions_t_co2e`."""
    return ".".join(part for part in (key.scope, key.owner, key.name) if part)
