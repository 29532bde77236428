"""Ramps and yields for tests: one of each kind, and strategies over their parameters."""

from hypothesis import strategies as st

from sim.scenario.types.plants import ExponentialRamp, LinearRamp, LogisticRamp, Ramp, TableRamp, YieldSpec


def logistic(t50_months: float = 12.0, span_months: float = 14.0) -> LogisticRamp:
    return LogisticRamp(kind="logistic", t50_months=t50_months, span_months=span_months)


def linear(months: float = 18.0, start_share: float = 0.0) -> LinearRamp:
    return LinearRamp(kind="linear", months=months, start_share=start_share)


def exponential(half_life_months: float = 6.0) -> ExponentialRamp:
    return ExponentialRamp(kind="exponential", half_life_months=half_life_months)


def table(
    ages_months: tuple[float, ...] = (1.0, 6.0, 24.0), shares: tuple[float, ...] = (0.1, 0.5, 0.9)
) -> TableRamp:
    return TableRamp(kind="table", ages_months=ages_months, shares=shares)


def learning(start: float = 0.4, mature: float = 0.08, half_life_months: float = 7.0) -> YieldSpec:
    return YieldSpec(scrap_start=start, scrap_mature=mature, scrap_half_life_months=half_life_months)


FULL_AT_ONCE = linear(0.0, 1.0)
ONE_OF_EACH: tuple[Ramp, ...] = (logistic(), linear(), linear(0.0, 0.5), exponential(), table())

_shares = st.floats(0, 1)


@st.composite
def tables(draw: st.DrawFn) -> TableRamp:
    ages = draw(st.lists(st.integers(0, 480), min_size=1, max_size=5, unique=True).map(sorted))
    shares = draw(st.lists(_shares, min_size=len(ages), max_size=len(ages)))
    return table(tuple(age / 8 for age in ages), tuple(shares))


ramps: st.SearchStrategy[Ramp] = st.one_of(
    st.builds(logistic, st.floats(0.5, 60), st.floats(0.5, 60)),
    st.builds(linear, st.one_of(st.just(0.0), st.floats(0.5, 60)), _shares),
    st.builds(exponential, st.floats(0.5, 36)),
    tables(),
)
yields = st.builds(learning, _shares, _shares, st.floats(0.5, 36))
