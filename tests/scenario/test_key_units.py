import pytest

from sim.core.suggestion import did_you_mean, nearest
from sim.scenario.reading.key_path import dotted, key_path
from sim.scenario.spec_keys import DIMENSIONLESS, all_keys, fits, kinds_at, unit_of
from sim.scenario.types.scenario import ScenarioFile

UNITLESS = {
    "oee", "planned_oee", "start_share", "scrap_start", "scrap_mature", "booked_share",
    "realised_ratio", "cancel_probability", "supply_risk", "factor", "price_factor", "share",
    "minimum_take", "position", "scale", "weekly_cv", "overtime_share", "threshold", "least_change",
    "service_fill_rate", "first_share", "distance", "cost", "emissions", "lead_time_spread",
    "remaining_share", "rate", "cost_of_capital", "rank_correlation", "transit_cv",
    "dangerous_goods_factor", "dangerous_goods", "customs_cv", "road_distance_factor",
    "fallback_circuity", "fallback_circuity_near", "level", "cv", "p", "a", "b", "weights",
    "shares", "priority", "replications", "root_seed", "call_off_steps", "schema_version", "nested",
}  # fmt: skip
"""Keys of numbers without a unit."""


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        (("plants", "x", "phases", "p", "nameplate_gwh"), "GWh"),
        (("plants", "x", "oee"), ""),
        (("plants", "x", "ramp", "t50_months", "p95"), "months"),
        (("plants", "x", "oee", "values", 3), ""),
        (("plants", "x", "background", "points", 0, "gwh_per_year"), "GWh/year"),
        (("plants", "x", "background", "points"), "GWh/year"),
        (("programmes", "x", "demand", "points", 0, "low"), "vehicles/year"),
        (("programmes", "x", "demand", "points"), "vehicles/year"),
        (("prices", "x", "points"), "EUR/kWh"),
        (("prices", "x", "volume_steps", 0, "from_gwh_per_year"), "GWh/year"),
        (("freight", "truck_mwh", "nmc"), "MWh"),
        (("freight", "truck_mwh", "nmc", "low"), "MWh"),
        (("modes", "road", "kg_co2e_per_tkm"), "kg CO2e/t-km"),
        (("modes", "road", "eur_per_load"), "EUR/load"),
        (("modes", "road", "eur_per_km"), "EUR/km"),
        (("modes", "road", "km_per_day"), "km/day"),
        (("legs", "x", "km"), "km"),
        (("disruptions", "x", "occurs", "per_year"), "1/year"),
        (("economics", "eur_per_t_co2e"), "EUR/t CO2e"),
        (("run", "step_days"), "days"),
    ],
)
def test_the_name_of_a_key_promises_its_unit(path, unit):
    assert unit_of(path) == unit
    assert fits(unit or "share", path)
    assert not fits("furlongs", path)


def test_a_number_has_the_unit_of_its_name_or_is_known_to_have_none():
    numbers = {key for key in all_keys() if {int, float} & set(kinds_at(ScenarioFile, None, key))}
    parts = {"low", "mode", "high", "mean", "sd", "median", "p95", "values"}
    unknown = {
        key for key in numbers if not unit_of(key) and not set(key) & UNITLESS and key[-1] not in parts
    }
    assert unknown == set()
    assert {key[-1] for key in numbers if unit_of(key)} & UNITLESS == set()


def test_numbers_without_a_unit_take_figures_without_a_unit_alone():
    assert all(fits(unit, ("plants", "x", "oee")) for unit in DIMENSIONLESS)
    assert not fits("months", ("plants", "x", "oee"))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a", ("a",)),
        ("a.b-c.d_e", ("a", "b-c", "d_e")),
        ('legs."a.b".km', ("legs", "a.b", "km")),
        ("legs.a~b~road.km", ("legs", "a~b~road", "km")),
        (" a . 'b c' ", ("a", "b c")),
    ],
)
def test_dotted_paths_are_read(text, keys):
    assert key_path(text) == keys


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a..b", "a b", 'a."b', "a=b"])
def test_what_is_no_dotted_path_is_refused(text):
    with pytest.raises(ValueError, match="dotted"):
        key_path(text)


@pytest.mark.parametrize("path", [("a", "b"), ("legs", "a~b~road", "km"), ("legs", "a.b"), ("x", "é è")])
def test_a_path_that_is_shown_can_be_read_again(path):
    assert key_path(dotted(path)) == path


def test_what_cannot_be_printed_is_shown_escaped():
    assert dotted(("a", "\x1b[2J")) == 'a."\\x1b[2J"'


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("prot-eu", "port-eu"), ("PORT_EU", "port-eu"), ("port-ue", "port-eu"), ("pt", None), ("", None)],
)
def test_the_nearest_name_is_the_one_with_most_in_common(wrong, right):
    assert nearest(wrong, ["port-uk", "port-eu", "works"]) == right


def test_few_names_are_listed_where_none_is_near():
    assert did_you_mean("zzz", ["b", "a"]) == "known: a, b"
    assert did_you_mean("zzz", ["b", "a"], listed=False) == ""
    assert did_you_mean("zzz", map(str, range(100))) == ""
    assert did_you_mean("zzz", []) == ""
