"""Relations between runs: a claim that has to hold in every random world, or a habit that holds in most."""

import copy
import dataclasses
import os
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption

from sim.core.records import PlantSeries, ProgrammeSeries, RunRecord
from sim.core.streams import Streams
from sim.model.replication import replicate
from sim.sample.design import MonteCarlo
from sim.sample.path import SamplePath
from sim.sample.path import draw as draw_path
from sim.scenario.types.scenario import Scenario
from tests.proofs.random_worlds import World
from tests.verification import Proof

ROOT_SEED = 11
EXPLORING = os.environ.get("HYPOTHESIS_PROFILE") == "explore"
_WORLDS = 50 if EXPLORING else 6
_health = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def relation(
    *strategies: st.SearchStrategy[Any], worlds: int = _WORLDS
) -> Callable[[Callable[..., None]], Callable[[Proof], None]]:
    """Make a test of a check over drawn worlds; its name is the claim, its figure the number of violations."""

    def decorate(check: Callable[..., None]) -> Callable[[Proof], None]:
        claim = check.__name__.removeprefix("test_").replace("_", " ")

        @pytest.mark.timeout(900)
        def test(proof: Proof) -> None:
            tried, failed = 0, 0

            @settings(max_examples=worlds, deadline=None, suppress_health_check=_health)
            @given(st.tuples(*strategies))
            def look(drawn: tuple[Any, ...]) -> None:
                nonlocal tried, failed
                try:
                    check(*drawn)
                except UnsatisfiedAssumption:
                    raise  # such a world is none of those tried
                except BaseException:
                    tried, failed = tried + 1, failed + 1
                    raise
                tried += 1

            try:
                look()
            finally:
                proof(claim, f"{failed} violations in {tried} worlds", "0")

        test.__doc__ = check.__doc__
        return test

    return decorate


def habit(
    proof: Proof, claim: str, holds: Callable[..., bool], *strategies: st.SearchStrategy[Any], least: float
) -> None:
    """Enter how often a relation holds that is only ordinary, and require the least rate."""
    seen: list[bool] = []

    @settings(max_examples=150, deadline=None, suppress_health_check=_health, phases=[Phase.generate])
    @given(st.tuples(*strategies))
    def look(drawn: tuple[Any, ...]) -> None:
        seen.append(holds(*drawn))

    look()
    rate = sum(seen) / len(seen)
    proof(claim, f"holds in {sum(seen)} of {len(seen)} worlds ({rate:.0%})", f"at least {least:.0%}")
    assert rate >= least


def drawn(document: World, replication: int = 0) -> SamplePath:
    """The sample path of a world."""
    return draw_path(Scenario.model_validate(document), Streams(ROOT_SEED, replication), MonteCarlo())


def run(document: World, replication: int = 0) -> RunRecord:
    """The record of a world."""
    return replicate(drawn(document, replication))


def changed(document: World, change: Callable[[World], Any]) -> World:
    """A copy of a world with a change."""
    other = copy.deepcopy(document)
    change(other)
    return other


def told(record: RunRecord) -> dict[str, str]:
    """Every field of a record as text: exact, and NaN equals NaN. Entities by id, whatever the order of entry."""
    fields = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    return {name: repr(_plain(value)) for name, value in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, _plain(each)) for key, each in value.items())
    if isinstance(value, PlantSeries | ProgrammeSeries):
        return listed(value)
    return list(value) if isinstance(value, Sequence) else value


def listed(series: PlantSeries | ProgrammeSeries) -> dict[str, list[float]]:
    """Every series of an owner by name, number by number."""
    return {field.name: getattr(series, field.name).tolist() for field in dataclasses.fields(series)}


def flows(record: RunRecord) -> dict[str, Any]:
    """Whatever moves or is kept, with routes told by their legs and agreements by their two sides."""
    routes = record.routes
    return {
        "plants": {plant: listed(series) for plant, series in sorted(record.plants.items())},
        "programmes": {name: listed(series) for name, series in sorted(record.programmes.items())},
        "shipments": Counter(
            (s.plant, s.programme, routes[s.route].legs, s.called_day, s.departure_day, s.arrival_day, s.loads)
            for s in record.shipments
        ),
        "call-offs": Counter((c.plant, c.programme, c.day, c.loads) for c in record.call_offs),
        "switches": sorted(record.switches),
        "periods": Counter((p.programme, p.plant, p.first_day, p.end_day, p.share) for p in record.periods),
        "phases": sorted(record.phase_events),
        "payments": sorted(record.payments),
    }  # fmt: skip


def unpaid(record: RunRecord) -> dict[str, Any]:
    """The same without the money."""
    return {name: value for name, value in flows(record).items() if name != "payments"}


def choices(record: RunRecord) -> list[tuple[Any, ...]]:
    """What every review decided and why it was held."""
    return [(r.programme, r.day, r.trigger, r.award, r.unsourced_share, r.changed) for r in record.reviews]


def renamed(node: Any, names: dict[str, str]) -> Any:
    """The tree with every word of every key and text that is a name replaced by its new name."""
    if isinstance(node, dict):
        return {renamed(key, names): renamed(child, names) for key, child in node.items()}
    if isinstance(node, list | tuple):
        return type(node)(renamed(child, names) for child in node)
    if isinstance(node, str):
        return "-".join("~".join(names.get(end, end) for end in word.split("~")) for word in node.split("-"))
    return node


def shortage(record: RunRecord) -> int:
    """Vehicles of all programmes that could not be built for lack of cells."""
    return sum(sum(series.short_vehicles) for series in record.programmes.values())
