"""Sites in their countries, codes that are one, and roads that are estimated."""

import pytest

from sim.scenario.checks.countries import countries
from sim.scenario.load import load
from tests.cli.terminal import cellswitch
from tests.scenario.files import only_fault, small

WORKS = "sites.far-works"
ONE_LAND = {
    f"sites.{id_}.landmass": "land" for id_ in ("far-works", "near-works", "car-works", "port-uk", "port-eu")
}
FAR = "no lorry goes so far: check coordinates and landmass, or state the leg"
ALONE = {"legs.near-road": None}


def place(country, latitude, longitude):
    return {f"{WORKS}.country": country, f"{WORKS}.latitude": latitude, f"{WORKS}.longitude": longitude}


def warned(folder, changes):
    return {
        each.key: each
        for each in load(small(folder, changes)).warnings
        if each.key.startswith(("sites", "legs"))
    }


def test_every_code_of_iso_3166_is_known_with_boxes_on_the_globe():
    assert len(countries()) == 250
    assert [code for code, country in countries().items() if not country.boxes] == ["UM"]
    for country in countries().values():
        assert all(-180 <= w < e <= 180 and -90 <= s < n <= 90 for w, s, e, n in country.boxes)


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("ZZ", "codes are those of ISO 3166-1 alpha-2"),
        ("UK", "did you mean GB (United Kingdom) or UA (Ukraine)?"),
        ("ED", "did you mean DE (Germany)?"),
        ("SP", "did you mean ES (Spain) or PS (Palestine)?"),
        ("NZA", None),
    ],
)
def test_a_code_of_no_country_is_refused_with_what_may_be_meant(tmp_path, code, remedy):
    fault = only_fault(small(tmp_path, {f"{WORKS}.country": code}))
    assert fault.key == f"{WORKS}.country"
    assert fault.line > 0
    if remedy is None:
        assert fault.message == "needs two capital letters"
    else:
        assert (fault.message, fault.remedy) == ("is no country's code", remedy)


@pytest.mark.parametrize(
    ("country", "latitude", "longitude", "remedy"),
    [
        ("DE", 7.22, 12.0, "check country"),
        ("DE", 10.2, 51.3, "have latitude and longitude changed places?"),
        ("US", 42.3, 83.0, "has a coordinate lost its sign"),
        ("ZA", 33.9, 25.6, "has a coordinate lost its sign"),
        ("FJ", -17.8, 0.0, "check country"),
    ],
)  # fmt: skip
def test_a_site_outside_of_its_country_is_warned_of(tmp_path, country, latitude, longitude, remedy):
    warning = warned(tmp_path, place(country, latitude, longitude))[WORKS]
    assert f"does not lie in {country} ({countries()[country].name})" in warning.message
    assert warning.value == f"{latitude:g}, {longitude:g}"
    assert remedy in warning.remedy


@pytest.mark.parametrize(
    ("country", "latitude", "longitude"),
    [
        ("FR", -20.9, 55.5), ("RE", -20.9, 55.5), ("FR", 5.0, -52.6), ("PT", 38.5, -28.0), ("ES", 28.1, -15.4),
        ("US", 61.2, -149.9), ("US", 52.9, 173.0), ("US", 21.3, -157.9), ("RU", 66.0, -172.0), ("RU", 54.7, 20.5),
        ("FJ", -17.8, 178.4), ("FJ", -16.8, -179.9), ("KI", 1.4, 173.0), ("KI", 1.9, -157.4), ("NZ", -43.9, -176.5),
        ("GI", 36.14, -5.35), ("PS", 31.5, 34.5), ("XK", 42.66, 21.16), ("UM", 19.3, 166.6), ("NL", 12.2, -68.3),
        ("DK", 64.2, -51.7), ("CN", 22.3, 114.2), ("SG", 1.35, 103.8), ("MT", 35.9, 14.5), ("VA", 41.9, 12.45),
    ],
)  # fmt: skip
def test_islands_territories_and_both_sides_of_the_antimeridian_belong(country, latitude, longitude):
    assert countries()[country].may_hold(latitude, longitude)


def test_a_site_without_a_leg_is_warned_of_with_the_lengths_that_are_estimated(tmp_path):
    (warning,) = warned(tmp_path, ALONE).values()
    assert warning.key == "sites.near-works"
    assert warning.message == "has no leg: its roads (328 to 545 km) are estimated from the great circle"
    assert warning.remedy == "state them as legs"


def test_a_world_without_legs_is_warned_of_once(tmp_path):
    (warning,) = warned(tmp_path, {"legs": {}} | ONE_LAND).values()
    assert (warning.key, "is empty: all roads" in warning.message) == ("legs", True)


def test_an_estimated_road_that_no_lorry_drives_is_warned_of(tmp_path):
    told = warned(tmp_path, ALONE | place("FR", 7.22, 5.0) | ONE_LAND | {"legs.far-road.km": 6000.0})
    assert told.keys() == {WORKS, "sites.near-works"}
    assert told["sites.near-works"].remedy == "state them as legs"
    alone = warned(
        tmp_path, place("GB", 7.22, -1.5) | {"legs.far-road": None, f"{WORKS}.landmass": "britain"}
    )
    far = [each for each in load(tmp_path / "world.toml").warnings if "estimated" in each.message]
    assert alone.keys() == {WORKS}
    assert [each.remedy for each in far] == [FAR]


def test_network_marks_what_is_estimated_and_says_what_the_mark_means(tmp_path):
    path = small(tmp_path, ALONE)
    said = cellswitch("network", path)
    assert "~328" in said.out
    assert "~: over a road that no table knows, estimated from the great circle" in " ".join(said.out.split())
    route = cellswitch("network", path, "--from", "near-plant", "--to", "car")
    assert "~328" in route.out
    document = cellswitch("network", path, "--json").document
    told = {each["plant"]: each["estimated"] for each in document["routes"]}
    assert told == {"far-plant": [], "near-plant": ["near-works~car-works~fallback"]}


def test_a_network_without_estimates_has_no_mark(tmp_path):
    assert "~" not in cellswitch("network", small(tmp_path)).out


def test_show_lists_what_is_estimated(tmp_path):
    said = cellswitch("show", small(tmp_path, ALONE), "--key", "legs")
    (line,) = [
        each for each in said.out.splitlines() if each.startswith("legs.near-works~car-works~fallback")
    ]
    assert (
        line
        == "legs.near-works~car-works~fallback.km = 328.1 km  # great circle, estimated; no leg states it"
    )
