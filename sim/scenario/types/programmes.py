"""Car makers and their programmes: who needs how many cells where, and how they choose suppliers."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.types.numbers import NonNegative, Number, Positive, Share
from sim.scenario.types.policies import Policy
from sim.scenario.types.spec import Date, Id, Name, Spec, Text


class OemSpec(Spec):
    """A car maker."""

    name: Name
    group: Id | None = None
    """Makers of one group share their relationships to suppliers; absent: the maker alone."""


class DemandPoint(Spec):
    """A dated point of a demand curve in vehicles a year: low, mode and high."""

    date: Date
    low: Annotated[float, Field(ge=0)]
    mode: Annotated[float, Field(ge=0)]
    high: Annotated[float, Field(ge=0)]

    @model_validator(mode="after")
    def _ordered(self) -> "DemandPoint":
        if not self.low <= self.mode <= self.high:
            message = "needs low <= mode <= high"
            raise ValueError(message)
        return self


class PhaseRef(Spec):
    """A phase of a plant."""

    plant: Id
    phase: Id


class DemandSpec(Spec):
    """Vehicles a year as a curve through dated points, straight between them, constant beyond them.

    `position` is the quantile (0 to 1) of the triangular (low, mode, high) at which the whole curve lies in a replication.
    """

    points: Annotated[tuple[DemandPoint, ...], Field(min_length=1, strict=False)]
    position: Share = 0.5
    scale: NonNegative = 1.0
    shift_months: Number = 0.0
    waits_for: PhaseRef | None = None
    """A scheduled phase whose delay moves the whole curve: the model is not launched before its cells are there."""
    weekly_cv: Share = 0.0
    """Coefficient of variation of the factor on each step's demand (mean 1, lognormal)."""

    @model_validator(mode="after")
    def _in_order(self) -> "DemandSpec":
        dates = [point.date for point in self.points]
        if any(later <= earlier for earlier, later in pairwise(dates)):
            message = "needs points in order of date, each date once"
            raise ValueError(message)
        return self


class QualificationSpec(Spec):
    """What it takes until a new plant may deliver.

    Product validation may run before the plant opens, and is shorter where a relationship means that the
    supplier's cell is known.
    Approval of the plant's serial process (PPAP) starts at the plant's SOP at the earliest.
    """

    validation_months: NonNegative
    validation_known_months: NonNegative
    ppap_months: NonNegative


class TriggerSpec(Spec):
    """What makes a programme hold a sourcing review."""

    interval_months: Annotated[int, Field(ge=1)] | None = 12
    plant_opening: bool = True
    """A plant or a phase is announced, decided on, or starts production."""
    outgrown: bool = True
    """The requirement one qualification ahead is more than what its plants can cover; looked at every half year."""
    service_fill_rate: Annotated[float, Field(ge=0, le=1)] | None = 0.9
    """A fill rate over the last `service_weeks` under this limit."""
    service_weeks: Annotated[int, Field(ge=1)] = 8
    service_exclusion_months: Annotated[int, Field(ge=0)] = 12
    """A supplying plant whose fill rate failed is not eligible for more volume for this long."""
    disruption_days: Annotated[int, Field(ge=1)] | None = 60
    """A disruption of a supplying plant or of its route that has lasted this long."""
    least_gap_days: Annotated[int, Field(ge=1)] = 90
    """Reviews other than planned ones are at least this far apart."""


class SourcingSpec(Spec):
    """How a programme chooses and switches suppliers."""

    policy: Policy
    exclude_plants: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    qualification: QualificationSpec
    notice_days: Annotated[int, Field(ge=0)] = 180
    """Notice of the agreements that its awards lead to."""
    window_months: Annotated[int, Field(ge=1)] = 36
    """The requirement is the mean forecast over this window after the day on which an award could first supply."""
    bridge_months: Annotated[int, Field(ge=0)] = 6
    """Without a supplier in force, a plant that could start later than this after the need is not eligible."""
    threshold: Annotated[float, Field(ge=0)] = 0.0
    """Switch only if better than the incumbent by this share of the incumbent's score."""
    least_change: Annotated[float, Field(ge=0, le=1)] = 0.05
    """A plant's gain of a smaller share of supply is not carried out: nobody renegotiates for crumbs."""
    phase_in_months: Annotated[int, Field(ge=0)] = 6
    patience_months: Annotated[int, Field(ge=0)] = 24
    """A pending switch is abandoned when its expected start slips past the first promise by more than this."""
    term_years: Annotated[int, Field(ge=1)] = 6
    switching_cost_eur: NonNegative = 0.0
    switching_cost_known_eur: NonNegative | None = None
    """Switching cost to a supplier whose cell is known; absent: the same."""
    triggers: TriggerSpec = TriggerSpec()


class ProgrammeSpec(Spec):
    """One vehicle family at one vehicle plant: the unit that buys cells."""

    name: Name
    oem: Id
    site: Id
    chemistry: Id
    format: Id
    kwh_per_vehicle: Positive
    demand: DemandSpec
    launch: Date | None = None
    """First day of building; absent: builds from the start of the run."""
    shortfall: Literal["lost", "made-up"] = "lost"
    """Vehicles not built for lack of cells or by an outage are lost, or made up later within the overtime limit."""
    overtime_share: Share = 0.1
    """Extra vehicles a step as a share of the step's plan, when made up."""
    call_off_steps: Annotated[int, Field(ge=1, le=366)] = 1
    """Steps between call-offs."""
    safety_days: NonNegative = 10.0
    sourcing: SourcingSpec


class AgreementSpec(Spec):
    """A supply agreement between a programme and a plant, or a supplier: then its nearest plant that makes the cells."""

    programme: Id
    plant: Id | None = None
    supplier: Id | None = None
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    start: Date
    end: Date | None = None
    """Last day; absent: open. At its end it runs on at short notice unless a review has replaced it."""
    notice_days: Annotated[int, Field(ge=0)] = 180
    run_on_notice_days: Annotated[int, Field(ge=0)] = 90
    """Notice once it runs on after its end."""
    minimum_take: Share = 0.0
    """Share of the contracted volume that is paid for whether called off or not (take-or-pay), by agreement year."""
    contracted_gwh_per_year: NonNegative | None = None
    """Contracted volume; absent: the programme's forecast at the start of each agreement year times the share."""
    priority: Annotated[int, Field(ge=1)] = 2
    """Rank under the priority allocation; 1 is served first."""
    price_factor: NonNegative = 1.0
    """Agreed price as a multiple of the plant's."""
    note: Text = ""

    @model_validator(mode="after")
    def _one_source(self) -> "AgreementSpec":
        if (self.plant is None) == (self.supplier is None):
            message = "needs either plant or supplier"
            raise ValueError(message)
        if self.end is not None and self.end <= self.start:
            message = "needs an end after its start"
            raise ValueError(message)
        return self


class RelationshipSpec(Spec):
    """A car maker's group that already buys a supplier's cells outside the simulated network."""

    oem: Id
    supplier: Id
    since: Date
    note: Text = ""
