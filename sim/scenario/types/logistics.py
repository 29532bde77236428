"""Sites, legs, modes and freight: the world the routes run through."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.types.numbers import NonNegative, Positive, Share
from sim.scenario.types.spec import Date, Id, Name, Spec, Text

Mode = Literal["road", "ferry", "ro-ro", "tunnel", "rail", "deep-sea"]
SiteKind = Literal["cell-plant", "vehicle-plant", "gateway"]


class SiteSpec(Spec):
    """A plant, a vehicle plant or a gateway (port or tunnel terminal)."""

    name: Name
    kind: SiteKind
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    """ISO 3166-1 alpha-2 code."""
    landmass: Id
    """Sites of one landmass can be joined by road; a missing leg between two of them falls back on the great circle."""
    zone: Id
    """Customs zone, as the duties name it."""
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]

    @property
    def place(self) -> tuple[float, float]:
        """Latitude and longitude in degrees."""
        return self.latitude, self.longitude


class ModeSpec(Spec):
    """What a mode of transport costs and takes, for one load (a truck, trailer or container)."""

    eur_per_km: NonNegative = 0.0
    eur_per_load: NonNegative = 0.0
    """Fixed price of a leg (a crossing) for one load."""
    km_per_day: Positive
    """Distance covered in a calendar day, rests included."""
    dwell_days: NonNegative = 0.0
    """Fixed time at the leg's terminals."""
    transit_cv: NonNegative = 0.0
    """Coefficient of variation of a leg's transit time."""
    kg_co2e_per_tkm: NonNegative
    dangerous_goods_factor: Positive = 1.0
    """Freight of class 9 goods as a multiple of ordinary freight."""


class LegSpec(Spec):
    """A leg between two sites, open in both directions."""

    origin: Id
    destination: Id
    mode: Mode
    km: Annotated[float, Field(gt=0)]
    transit_days: Positive | None = None
    """Expected time with its terminals; absent: km over the mode's speed plus the mode's dwell."""
    eur_per_load: NonNegative | None = None
    """Fixed price of the leg; absent: the mode's."""
    kg_co2e_per_tkm: NonNegative | None = None
    border: bool = False
    """A customs border is crossed on it."""
    dangerous_goods: Share = 1.0
    """Whether UN 3480 may travel: 1 open, 0 refused, a bernoulli distribution where it is not known."""
    method: Text = ""
    """How the distance was found."""


class FreightSpec(Spec):
    """How cells travel."""

    truck_mwh: Annotated[dict[Id, Positive], Field(min_length=1)]
    """Energy of a full truck by chemistry."""
    container_mwh: dict[Id, Positive] = {}
    """Energy of a full 40 ft container by chemistry, for routes with a deep-sea or long rail leg."""
    load_tonnes: Positive = 24.0
    """Gross mass of a full load, for t-km."""
    customs_days: NonNegative = 0.0
    """Mean delay of a load on a border leg."""
    customs_cv: NonNegative = 0.0
    transit_distribution: Literal["lognormal", "gamma"] = "lognormal"
    road_distance_factor: Positive = 1.0
    """Uncertainty of road distances, one factor for all."""
    criterion: Literal["distance", "time", "cost", "emissions"] = "distance"
    """What routes are chosen by."""
    fallback_circuity: Annotated[float, Field(ge=1)] = 1.18
    """Road over great circle between two sites of one landmass that have no leg, from 100 km on."""
    fallback_circuity_near: Annotated[float, Field(ge=1)] = 1.3
    """The same under 100 km."""


class DutySpec(Spec):
    """Duty on cells from one customs zone into another from a date, until a later row of the same zones."""

    origin_zone: Id
    destination_zone: Id
    start: Date
    rate: Share


class PricePoint(Spec):
    """A dated price of cells."""

    date: Date
    eur_per_kwh: Positive


class VolumeStep(Spec):
    """From this yearly volume on, the price is multiplied by the factor."""

    from_gwh_per_year: Annotated[float, Field(ge=0)]
    factor: Positive


class PriceSpec(Spec):
    """Price of cells of a chemistry in a region, straight between dated points, constant beyond them."""

    region: Id
    chemistry: Id
    points: Annotated[tuple[PricePoint, ...], Field(min_length=1, strict=False)]
    factor: Positive = 1.0
    volume_steps: Annotated[tuple[VolumeStep, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "PriceSpec":
        dates = [point.date for point in self.points]
        steps = [step.from_gwh_per_year for step in self.volume_steps]
        if dates != sorted(set(dates)) or steps != sorted(set(steps)):
            message = "needs points in order of date and volume_steps in order of volume"
            raise ValueError(message)
        return self


class EconomicsSpec(Spec):
    """Rates for landed cost."""

    cost_of_capital: NonNegative = 0.08
    """A year, on stock in transit."""
    eur_per_t_co2e: NonNegative = 0.0


class CorrelationSpec(Spec):
    """Rank correlation of two uncertain inputs, named by their key paths (Gaussian copula)."""

    first: str
    second: str
    rank_correlation: Annotated[float, Field(gt=-1, lt=1)]
