"""A leg of the network as a replication finds it: length, time, price and emissions of one load on it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.core.errors import BrokenInvariant
from sim.scenario.types.logistics import FreightSpec, LegSpec, Mode, ModeSpec
from sim.scenario.types.numbers import certain

_PERMISSION = 0.5
"""A drawn permission is 0 or 1; a share given as a plain number permits from one half on."""


class Leg(NamedTuple):
    """A leg that cells may travel on, in either direction."""

    id: str
    origin: str
    destination: str
    mode: Mode
    km: float
    expected_days: float
    """Mean transit time with its terminals, without customs."""
    cv: float
    """Coefficient of variation of the transit time."""
    eur_per_load: float
    """Freight of one load without the dangerous-goods surcharge."""
    surcharge_eur_per_load: float
    kg_co2e_per_load: float
    border: bool
    method: str
    """How the distance was found."""


class FreightRate(NamedTuple):
    """What a mode costs and takes in a realised scenario, all distributions drawn."""

    mode: Mode
    distance_factor: float
    """Leg's km over the km of its specification: the uncertainty of road distances, 1 for other modes."""
    km_per_day: float
    dwell_days: float
    cv: float
    eur_per_load: float
    eur_per_km: float
    surcharge: float
    """Dangerous-goods surcharge as a share of ordinary freight."""
    kg_co2e_per_tkm: float
    load_tonnes: float

    def km(self, spec: LegSpec) -> float:
        """Length of the leg of a specification."""
        return spec.km * self.distance_factor

    def leg(self, leg_id: str, spec: LegSpec) -> Leg:
        """The leg of a specification.

        expected_days = transit_days of the leg, else km / km_per_day + dwell_days
        eur_per_load = fixed price of the leg, else of the mode, + eur_per_km * km
        kg_co2e_per_load = kg_co2e_per_tkm of the leg, else of the mode, * load_tonnes * km
        """
        km = self.km(spec)
        own_days = spec.transit_days
        days = km / self.km_per_day + self.dwell_days if own_days is None else certain(own_days)
        fixed = self.eur_per_load if spec.eur_per_load is None else certain(spec.eur_per_load)
        factor = self.kg_co2e_per_tkm if spec.kg_co2e_per_tkm is None else certain(spec.kg_co2e_per_tkm)
        eur = fixed + self.eur_per_km * km
        return Leg(
            leg_id,
            spec.origin,
            spec.destination,
            spec.mode,
            km,
            days,
            self.cv,
            eur,
            eur * self.surcharge,
            factor * self.load_tonnes * km,
            spec.border,
            spec.method,
        )


def tariff(mode: Mode, spec: ModeSpec, freight: FreightSpec) -> FreightRate:
    """The tariff of a mode of a realised scenario. Raises TypeError where a number is not drawn yet."""
    return FreightRate(
        mode=mode,
        distance_factor=certain(freight.road_distance_factor) if mode == "road" else 1.0,
        km_per_day=certain(spec.km_per_day),
        dwell_days=certain(spec.dwell_days),
        cv=certain(spec.transit_cv),
        eur_per_load=certain(spec.eur_per_load),
        eur_per_km=certain(spec.eur_per_km),
        surcharge=certain(spec.dangerous_goods_factor) - 1.0,
        kg_co2e_per_tkm=certain(spec.kg_co2e_per_tkm),
        load_tonnes=certain(freight.load_tonnes),
    )


def admits_cells(spec: LegSpec) -> bool:
    """Whether UN 3480 may travel on the leg in this realisation."""
    return certain(spec.dangerous_goods) >= _PERMISSION


class Legs(Mapping[str, Leg]):
    """Legs by id, in its order, each priced by the tariff of its mode when it is first asked for."""

    def __init__(self, specs: Mapping[str, LegSpec], tariffs: Mapping[Mode, FreightRate]) -> None:
        """Raises BrokenInvariant where the scenario does not know a mode."""
        self._specs = specs
        self._tariffs = tariffs
        self._priced: dict[str, Leg] = {}
        for leg_id, spec in specs.items():
            if spec.mode not in tariffs:
                message = (
                    f"legs.{leg_id}: mode {spec.mode!r} has no table in modes, which has {sorted(tariffs)}"
                )
                raise BrokenInvariant(message)

    def __getitem__(self, leg_id: str) -> Leg:
        try:
            return self._priced[leg_id]
        except KeyError:
            spec = self._specs[leg_id]
            leg = self._priced[leg_id] = self._tariffs[spec.mode].leg(leg_id, spec)
            return leg

    def __contains__(self, leg_id: object) -> bool:
        return leg_id in self._specs

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)

    def km(self) -> dict[str, float]:
        """Length of each leg; it takes no price."""
        return {leg_id: self._tariffs[spec.mode].km(spec) for leg_id, spec in self._specs.items()}
