"""Hypothesis strategies for the distributions a scenario may hold."""

from hypothesis import strategies as st

from sim.scenario.types.numbers import (
    Bernoulli,
    Beta,
    Choice,
    Empirical,
    Gamma,
    Lognormal,
    Normal,
    Pert,
    Triangular,
    Uniform,
)

values = st.integers(-1_000, 1_000).map(lambda number: number / 4)
widths = st.integers(1, 4_000).map(lambda number: number / 4)
shares = st.integers(0, 100).map(lambda number: number / 100)
positives = st.integers(1, 4_000).map(lambda number: number / 4)


def _peaked(kind, name):
    return st.builds(
        lambda low, width, place: kind(
            dist=name, low=low, mode=min(low + place * width, low + width), high=low + width
        ),
        values,
        widths,
        shares,
    )


def _truncated(mean, sd, below, above):
    """A normal cut at so many sd from its mean, on whichever sides are given."""
    low = None if below is None else mean + below * sd
    high = None if above is None else mean + above * sd
    return Normal(dist="normal", mean=mean, sd=sd, low=low, high=high)


distributions = st.one_of(
    _peaked(Triangular, "triangular"),
    _peaked(Pert, "pert"),
    st.builds(lambda low, width: Uniform(dist="uniform", low=low, high=low + width), values, widths),
    st.builds(
        _truncated,
        values,
        positives,
        st.none() | st.integers(-50, -1).map(lambda tenths: tenths / 10),
        st.none() | st.integers(0, 50).map(lambda tenths: tenths / 10),
    ),
    st.builds(_truncated, values, positives, st.just(2.0), st.none() | st.just(3.0)),
    st.builds(_truncated, values, positives, st.none() | st.just(-3.0), st.just(-2.0)),
    st.builds(
        lambda median, ratio: Lognormal(dist="lognormal", median=median, p95=median * ratio),
        positives,
        st.integers(11, 100).map(lambda tenths: tenths / 10),
    ),
    st.builds(
        lambda mean, cv: Gamma(dist="gamma", mean=mean, cv=cv),
        positives,
        st.integers(1, 30).map(lambda tenths: tenths / 10),
    ),
    st.builds(
        lambda a, b, low, width: Beta(dist="beta", a=a, b=b, low=low, high=low + width),
        st.integers(1, 20).map(lambda halves: halves / 2),
        st.integers(1, 20).map(lambda halves: halves / 2),
        values,
        widths,
    ),
    st.builds(lambda p: Bernoulli(dist="bernoulli", p=p), shares),
    st.lists(st.tuples(values, st.integers(0, 5)), min_size=1, max_size=6)
    .filter(lambda pairs: sum(weight for _, weight in pairs) > 0)
    .map(
        lambda pairs: Choice(
            dist="choice",
            values=tuple(value for value, _ in pairs),
            weights=tuple(float(weight) for _, weight in pairs),
        )
    ),
    st.lists(values, min_size=1, max_size=12).map(
        lambda seen: Empirical(dist="empirical", values=tuple(seen))
    ),
)
