"""Suppliers, their cell plants and the phases in which a plant grows."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.types.numbers import NonNegative, Positive, Share
from sim.scenario.types.spec import Date, Id, Name, Spec


class SupplierSpec(Spec):
    """A maker of cells."""

    name: Name
    colour: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] | None = None
    """One colour through all pictures; absent: assigned by order of id."""


class LogisticRamp(Spec):
    """ramp(age) = L(age) as a logistic curve with half of nameplate at `t50_months` and 10 to 90 % within `span_months`.

    L(a) = 1 / (1 + exp(-k (a - t50))), k = 2 ln 9 / span.
    """

    kind: Literal["logistic"]
    t50_months: Positive
    span_months: Positive


class LinearRamp(Spec):
    """ramp(age) rises in a straight line from `start_share` at SOP to 1 after `months`."""

    kind: Literal["linear"]
    months: NonNegative
    start_share: Share = 0.0


class ExponentialRamp(Spec):
    """ramp(age) = 1 - 2 ** (-age / half_life)."""

    kind: Literal["exponential"]
    half_life_months: Positive


class TableRamp(Spec):
    """ramp(age) through the given points, straight between them, constant beyond them."""

    kind: Literal["table"]
    ages_months: Annotated[tuple[float, ...], Field(min_length=1, strict=False)]
    shares: Annotated[tuple[Annotated[float, Field(ge=0, le=1)], ...], Field(min_length=1, strict=False)]

    @model_validator(mode="after")
    def _matched(self) -> "TableRamp":
        if len(self.ages_months) != len(self.shares):
            message = "needs as many shares as ages_months"
            raise ValueError(message)
        if (
            any(b <= a for a, b in zip(self.ages_months, self.ages_months[1:], strict=False))
            or self.ages_months[0] < 0
        ):
            message = "needs ages_months that rise from 0 or more"
            raise ValueError(message)
        return self


Ramp = Annotated[LogisticRamp | LinearRamp | ExponentialRamp | TableRamp, Field(discriminator="kind")]


class YieldSpec(Spec):
    """yield(age) = 1 - scrap_mature - (scrap_start - scrap_mature) * 2 ** (-age / scrap_half_life)."""

    scrap_start: Share = 0.0
    scrap_mature: Share = 0.0
    scrap_half_life_months: Positive = 7.0


class ScheduledStart(Spec):
    """The phase starts production at `sop`, as announced, later by a drawn delay."""

    kind: Literal["scheduled"]
    sop: Date
    delay_months: NonNegative = 0.0


class TriggeredStart(Spec):
    """The phase is decided on when the plant is booked out, and starts production after a lead time.

    The plant's investment committee meets every `review_months`. It decides when, one planned lead time ahead, the booked volume
    exceeds `booked_share` of the effective capacity in place. SOP = max(decision + lead time, planned_sop) + delay.
    """

    kind: Literal["triggered"]
    planned_sop: Date
    booked_share: Share = 0.8
    lead_time_months: Positive
    delay_months: NonNegative = 0.0
    review_months: Annotated[int, Field(ge=1)] = 6


PhaseStart = Annotated[ScheduledStart | TriggeredStart, Field(discriminator="kind")]


class PhaseSpec(Spec):
    """One step of growth of a plant: it adds nameplate capacity."""

    nameplate_gwh: NonNegative
    start: PhaseStart
    announced: Date | None = None
    """When the market hears of it; absent: when it hears of the plant."""
    realised_ratio: NonNegative = 1.0
    """Nameplate that comes to be, as a share of the announced one."""
    cancel_probability: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Chance that the phase is cancelled, at a drawn day between its announcement and its planned SOP."""


class BookingPoint(Spec):
    """A dated point of a curve of outside bookings, straight between points, constant beyond them."""

    date: Date
    gwh_per_year: Annotated[float, Field(ge=0)]


class BackgroundSpec(Spec):
    """Customers outside the scenario, as bookings of capacity and call-offs at that rate."""

    points: Annotated[tuple[BookingPoint, ...], Field(min_length=1, strict=False)]
    factor: NonNegative = 1.0
    priority: Annotated[int, Field(ge=1)] = 5


AllocationRule = Literal["priority", "pro-rata-call-offs", "pro-rata-contract"]


class PlantSpec(Spec):
    """A cell plant of a supplier at a site."""

    supplier: Id
    site: Id
    price_region: Id
    """Which regional cell price it sells at."""
    chemistries: Annotated[tuple[Id, ...], Field(min_length=1, strict=False)]
    formats: Annotated[tuple[Id, ...], Field(min_length=1, strict=False)]
    announced: Date
    """The day the market hears of the plant; no review may count on it before."""
    oee: Share
    """Utilisation of nameplate that a ramped plant reaches when demand allows (OEE)."""
    ramp: Ramp
    quality: YieldSpec = YieldSpec()
    planned_ramp_months: Annotated[float, Field(ge=0)] = 0.0
    """Straight-line ramp-up that the plant announces and buyers count on; the drawn `ramp` is what they get."""
    planned_oee: Annotated[float, Field(gt=0, le=1)] = 0.85
    """Utilisation that buyers count on."""
    slip_months: Annotated[int, Field(ge=1)] = 6
    """When an announced SOP passes without a start, the plant announces it this much later, again and again."""
    finished_goods_days: NonNegative = 14.0
    """Cap of the finished-goods stock, in days of the plant's effective capacity."""
    allocation: AllocationRule = "priority"
    minimum_order_gwh: NonNegative = 0.0
    """Least yearly volume that the supplier takes on."""
    supply_risk: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Judgement of how likely the plant fails its customers, for the weighted policy."""
    price_factor: Positive = 1.0
    """This plant's price as a multiple of its region's."""
    background: BackgroundSpec | None = None
    phases: Annotated[dict[Id, PhaseSpec], Field(min_length=1)]

    def makes(self, chemistry: str, format_: str) -> bool:
        """Whether it makes cells of a chemistry in a format."""
        return chemistry in self.chemistries and format_ in self.formats
