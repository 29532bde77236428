"""Numbers of a scenario: a plain number, or a distribution that is drawn once per replication."""

import math
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from sim.scenario.types.spec import Spec, Text


class Triangular(Spec):
    """Triangular on [low, high] with its peak at mode."""

    dist: Literal["triangular"]
    low: float
    mode: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> "Triangular":
        _require(
            self.low <= self.mode <= self.high and self.low < self.high, "low <= mode <= high and low < high"
        )
        return self

    def support(self) -> tuple[float, float]:
        """Least and greatest value that can be drawn."""
        return self.low, self.high


class Uniform(Spec):
    """Uniform on [low, high]."""

    dist: Literal["uniform"]
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> "Uniform":
        _require(self.low < self.high, "low < high")
        return self

    def support(self) -> tuple[float, float]:
        """Least and greatest value that can be drawn."""
        return self.low, self.high


class Pert(Spec):
    """PERT (scaled beta with shape 4) on [low, high] with its peak at mode."""

    dist: Literal["pert"]
    low: float
    mode: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> "Pert":
        _require(
            self.low <= self.mode <= self.high and self.low < self.high, "low <= mode <= high and low < high"
        )
        return self

    def support(self) -> tuple[float, float]:
        """Least and greatest value that can be drawn."""
        return self.low, self.high


class Normal(Spec):
    """Normal with mean and standard deviation, truncated to [low, high] where these are given."""

    dist: Literal["normal"]
    mean: float
    sd: Annotated[float, Field(gt=0)]
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Normal":
        low, high = self.support()
        _require(low < high, "low < high")
        _require(low - 6 * self.sd < self.mean < high + 6 * self.sd, "a mean within six sd of [low, high]")
        return self

    def support(self) -> tuple[float, float]:
        """Least and greatest value that can be drawn."""
        low = -math.inf if self.low is None else self.low
        return low, math.inf if self.high is None else self.high


class Lognormal(Spec):
    """Lognormal with its median and 95th percentile."""

    dist: Literal["lognormal"]
    median: Annotated[float, Field(gt=0)]
    p95: Annotated[float, Field(gt=0)]

    @model_validator(mode="after")
    def _ordered(self) -> "Lognormal":
        _require(self.median < self.p95, "median < p95")
        return self

    def support(self) -> tuple[float, float]:
        """Least and greatest value that can be drawn."""
        return 0.0, math.inf


class Gamma(Spec):
    """Gamma with its mean and coefficient of variation."""

    dist: Literal["gamma"]
    mean: Annotated[float, Field(gt=0)]
    cv: Annotated[float, Field(gt=0)]

    def support(self) -> tuple[float, float]:
        """Least and greatest value that can be drawn."""
        return 0.0, math.inf


class Beta(Spec):
    """Beta with shapes a and b, stretched to [low, high]."""

    dist: Literal["beta"]
    a: Annotated[float, Field(gt=0)]
    b: Annotated[float, Field(gt=0)]
    low: float = 0.0
    high: float = 1.0

    @model_validator(mode="after")
    def _ordered(self) -> "Beta":
        _require(self.low < self.high, "low < high")
        return self

    def support(self) -> tuple[float, float]:
        """Least and greatest value that can be drawn."""
        return self.low, self.high


class Bernoulli(Spec):
    """1 with probability p, else 0."""

    dist: Literal["bernoulli"]
    p: Annotated[float, Field(ge=0, le=1)]

    def support(self) -> tuple[float, float]:
        """Least and greatest value that can be drawn."""
        return 0.0, 1.0


class Choice(Spec):
    """One of the values, with the given weights (equal when absent), in ascending order of value under the quantile function."""

    dist: Literal["choice"]
    values: Annotated[tuple[float, ...], Field(min_length=1, strict=False)]
    weights: Annotated[tuple[Annotated[float, Field(ge=0)], ...], Field(strict=False)] | None = None

    @model_validator(mode="after")
    def _matched(self) -> "Choice":
        if self.weights is not None:
            _require(len(self.weights) == len(self.values), "as many weights as values")
            _require(sum(self.weights) > 0, "a weight above 0")
        return self

    def support(self) -> tuple[float, float]:
        """Least and greatest value that can be drawn."""
        return min(self.values), max(self.values)


class Empirical(Spec):
    """One of the observed values, equally likely, as the smooth quantile between the sorted observations.

    In a scenario file the observations come from a seeds table (`table`, `column`, `where`); resolving fills in `values`.
    """

    dist: Literal["empirical"]
    table: Text = ""
    column: Text = ""
    where: dict[str, str] = {}
    values: Annotated[tuple[float, ...], Field(min_length=1, strict=False)]

    def support(self) -> tuple[float, float]:
        """Least and greatest value that can be drawn."""
        return min(self.values), max(self.values)


Distribution = Annotated[
    Triangular | Uniform | Pert | Normal | Lognormal | Gamma | Beta | Bernoulli | Choice | Empirical,
    Field(discriminator="dist"),
]


def _kind(value: object) -> str:
    return "distribution" if isinstance(value, dict | Spec) else "number"


Number = Annotated[
    Annotated[float, Tag("number")] | Annotated[Distribution, Tag("distribution")],
    Discriminator(_kind),
]


def _require(holds: bool, what: str) -> None:  # noqa: FBT001 - a guard reads best positionally
    if not holds:
        message = f"needs {what}"
        raise ValueError(message)


def support(number: Number) -> tuple[float, float]:
    """Least and greatest value a number can take; a plain number is its own support."""
    return (number, number) if isinstance(number, float | int) else number.support()


def certain(number: Number) -> float:
    """The value of a number of a realised scenario. Raises TypeError where it is still a distribution."""
    if isinstance(number, (float, int)):
        return float(number)
    message = f"a drawn value was expected, found the distribution {number!r}"
    raise TypeError(message)


def within(low: float, high: float, *, above_low: bool = False) -> Callable[[Number], Number]:
    """A validator: the whole support lies in [low, high], or in (low, high] with `above_low`."""
    limits = f"{'above' if above_low else 'of at least'} {low:g}" + (
        f" and at most {high:g}" if high < math.inf else ""
    )

    def check(number: Number) -> Number:
        least, greatest = support(number)
        smooth = not isinstance(number, float | int) and number.dist in {"lognormal", "gamma"}
        _require(
            (least > low or (least == low and (smooth or not above_low))) and greatest <= high,
            f"a value {limits}",
        )
        return number

    return check


Share = Annotated[Number, AfterValidator(within(0, 1))]
"""A share of a whole, 0 to 1."""
Positive = Annotated[Number, AfterValidator(within(0, math.inf, above_low=True))]
"""A number above 0."""
NonNegative = Annotated[Number, AfterValidator(within(0, math.inf))]
"""A number of 0 or more."""
