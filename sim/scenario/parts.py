"""Parts: what of a world is valid, so that checks can go on where other parts are not."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar, cast

from pydantic import ValidationError

from sim.scenario.types.disruptions import DisruptionSpec
from sim.scenario.types.logistics import (
    CorrelationSpec,
    DutySpec,
    FreightSpec,
    LegSpec,
    ModeSpec,
    PriceSpec,
    SiteSpec,
)
from sim.scenario.types.plants import PlantSpec, SupplierSpec
from sim.scenario.types.programmes import AgreementSpec, ProgrammeSpec
from sim.scenario.types.scenario import RunSpec, Scenario
from sim.scenario.types.spec import Spec

_TABLES: Final = (
    "suppliers",
    "plants",
    "programmes",
    "agreements",
    "sites",
    "legs",
    "modes",
    "prices",
    "duties",
    "disruptions",
)
_S = TypeVar("_S", bound=Spec)


@dataclass(frozen=True, slots=True)
class Parts:
    """The valid entities of a world, by id; `run` and `freight` are None where they are not valid."""

    run: RunSpec | None = None
    freight: FreightSpec | None = None
    suppliers: Mapping[str, SupplierSpec] = field(default_factory=dict)
    plants: Mapping[str, PlantSpec] = field(default_factory=dict)
    programmes: Mapping[str, ProgrammeSpec] = field(default_factory=dict)
    agreements: Mapping[str, AgreementSpec] = field(default_factory=dict)
    sites: Mapping[str, SiteSpec] = field(default_factory=dict)
    legs: Mapping[str, LegSpec] = field(default_factory=dict)
    modes: Mapping[str, ModeSpec] = field(default_factory=dict)
    prices: Mapping[str, PriceSpec] = field(default_factory=dict)
    duties: Mapping[str, DutySpec] = field(default_factory=dict)
    disruptions: Mapping[str, DisruptionSpec] = field(default_factory=dict)
    correlations: tuple[CorrelationSpec, ...] = ()
    faulty: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    """By table, what is not valid, as plain values: checks of whole tables would go wrong without it."""


def parts_of(world: Scenario) -> Parts:
    """The parts of a valid world: all of them."""
    return Parts(
        run=world.run,
        freight=world.freight,
        suppliers=world.suppliers,
        plants=world.plants,
        programmes=world.programmes,
        agreements=world.agreements,
        sites=world.sites,
        legs=world.legs,
        modes={str(mode): spec for mode, spec in world.modes.items()},
        prices=world.prices,
        duties=world.duties,
        disruptions=world.disruptions,
        correlations=world.correlations,
    )


def salvaged(world: Mapping[str, Any]) -> Parts:
    """The parts of a faulty world that are valid by themselves; `world` as plain values."""
    parts = Parts(
        run=_valid(RunSpec, world.get("run")),
        freight=_valid(FreightSpec, world.get("freight")),
        suppliers=_entities(SupplierSpec, world.get("suppliers")),
        plants=_entities(PlantSpec, world.get("plants")),
        programmes=_entities(ProgrammeSpec, world.get("programmes")),
        agreements=_entities(AgreementSpec, world.get("agreements")),
        sites=_entities(SiteSpec, world.get("sites")),
        legs=_entities(LegSpec, world.get("legs")),
        modes=_entities(ModeSpec, world.get("modes")),
        prices=_entities(PriceSpec, world.get("prices")),
        duties=_entities(DutySpec, world.get("duties")),
        disruptions=_entities(DisruptionSpec, world.get("disruptions")),
        correlations=_elements(world.get("correlations")),
    )
    return replace(
        parts, faulty={table: _faulty(world.get(table), getattr(parts, table)) for table in _TABLES}
    )


def _valid(kind: type[_S], value: object) -> _S | None:
    try:
        return kind.model_validate(value)
    except ValidationError:
        return None


def _entities(kind: type[_S], table: object) -> dict[str, _S]:
    if not isinstance(table, dict):
        return {}
    valid = ((str(id_), _valid(kind, value)) for id_, value in cast("dict[str, object]", table).items())
    return {id_: entity for id_, entity in valid if entity is not None}


def _faulty(table: object, valid: Mapping[str, Spec]) -> tuple[Mapping[str, Any], ...]:
    entities = table.items() if isinstance(table, dict) else ()
    return tuple(value if isinstance(value, dict) else {} for id_, value in entities if id_ not in valid)


def _elements(elements: object) -> tuple[CorrelationSpec, ...]:
    """All correlations, or none where one is faulty: their positions count."""
    if not isinstance(elements, list):
        return ()
    valid = [_valid(CorrelationSpec, element) for element in elements]
    return tuple(spec for spec in valid if spec is not None) if None not in valid else ()
