import datetime as dt
import json

import pytest

from sim.scenario.checks.plausibility import least_lorry_days
from sim.scenario.load import load
from sim.scenario.seeds.coast import read_coast
from tests.builders import phase, plant
from tests.scenario.files import seeds, small

POLICY = "programmes.car.sourcing.policy"
START = "plants.near-plant.phases.p1"
NAMEPLATE = "plants.far-plant.phases.p1.nameplate_gwh"
PRICE = "prices.europe-nmc.points.0.eur_per_kwh"


def date(year, month=1, day=1):
    return dt.date(year, month, day)


def warnings(path):
    return {warning.key: warning.message for warning in load(path).warnings}


QUIET = {"plants.far-plant.announced": date(2018)}


def test_a_plausible_world_is_not_warned_of(tmp_path):
    assert warnings(small(tmp_path, QUIET)) == {}


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"programmes.car.demand.points.0.mode": 600_000.0, "programmes.car.demand.points.0.high": 700_000.0},
         "programmes.car.demand", "needs up to 30 GWh a year, more than all plants together (29 GWh)"),
        ({NAMEPLATE: 9000.0}, NAMEPLATE, "is it MWh?"),
        ({"programmes.car.kwh_per_vehicle": 50_000.0, "programmes.car.demand.points.0.low": 1.0,
          "programmes.car.demand.points.0.mode": 1.0}, "programmes.car.kwh_per_vehicle", "is hardly in kWh"),
        ({"freight.truck_mwh.nmc": 4000.0}, "freight.truck_mwh.nmc", "is hardly in MWh"),
        ({PRICE: 90_000.0}, PRICE, "is hardly in EUR/kWh"),
        ({"legs.near-road.transit_days": 0.1}, "legs.near-road.transit_days", "faster than a lorry"),
        ({"modes.road.km_per_day": 2000.0}, "modes.road.km_per_day", "is faster than a lorry may drive"),
        ({"legs.near-road.km": 200.0}, "legs.near-road.km", "is shorter than the great circle of 278 km"),
        ({f"{START}.start.sop": date(2020)}, f"{START}.start.sop", "is before the announcement, 2021-01-01"),
        ({f"{START}.announced": date(2025)}, f"{START}.start.sop", "is before the announcement, 2025-01-01"),
        ({f"{START}.announced": date(2020)}, f"{START}.announced", "is before the plant's announcement"),
        ({"programmes.car.launch": date(2040)}, "programmes.car.launch", "lies outside the run"),
        ({POLICY: {"kind": "award", "plant": "near-plant", "date": date(2040)}},
         f"{POLICY}.date", "lies outside the run"),
        ({"disruptions.d": {"plants": ["far-plant"], "occurs": {"kind": "dates", "dates": [date(2020)]},
                            "duration_days": 1.0}},
         "disruptions.d.occurs.dates.0", "lies outside the run"),
        ({"programmes.car.format": "can", "agreements": {}},
         "programmes.car.format", "no plant makes nmc cells in format can"),
    ],
)  # fmt: skip
def test_what_is_hardly_meant_is_warned_of_without_failing(tmp_path, changes, key, message):
    told = warnings(small(tmp_path, QUIET | changes))
    assert told.keys() == {key}
    assert message in told[key]


def test_an_arms_own_warning_is_told_at_the_arm_and_shared_ones_once(tmp_path):
    changes = {
        "modes.road.km_per_day": 2000.0,
        "arms.a": {"title": "A", "change": {"legs": {"near-road": {"km": 200.0}}}},
        "arms.b": {"title": "B"},
    }
    told = [warning.key for warning in load(small(tmp_path, QUIET | changes)).warnings]
    assert sorted(told) == ["arms.a.change.legs.near-road.km", "modes.road.km_per_day"]


@pytest.mark.parametrize(
    ("km", "hours"), [(90, 1), (900, 10), (901, 10 + 1 / 90 + 11), (1800, 20 + 11), (2700, 30 + 22)]
)
def test_a_lorry_rests_eleven_hours_after_ten(km, hours):
    assert least_lorry_days(km) == pytest.approx(hours / 24, rel=1e-12)


def test_background_bookings_do_not_count_as_demand(tmp_path):
    full = plant(
        "far",
        "far-works",
        phase(20.0, date(2019)),
        background={"points": [{"date": date(2021), "gwh_per_year": 99.0}]},
    )
    assert warnings(small(tmp_path, {"plants.far-plant": full | {"announced": date(2018)}})) == {}


SQUARE = [[-3.0, 48.0], [6.0, 48.0], [6.0, 56.0], [-3.0, 56.0], [-3.0, 48.0]]
LAKE = [[0.0, 50.0], [4.0, 50.0], [4.0, 54.0], [0.0, 54.0], [0.0, 50.0]]
FAR = [[20.0, 40.0], [21.0, 40.0], [21.0, 41.0], [20.0, 41.0], [20.0, 40.0]]


def coast(folder, *polygons):
    features = [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": rings}} for rings in polygons
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "coastline.geojson").write_text(text, encoding="utf-8")
    return read_coast(folder)


@pytest.mark.parametrize(
    ("longitude", "latitude", "km"),
    [
        (-1.0, 55.0, 0.0),
        (2.0, 52.0, 137.0),
        (0.1, 52.0, 6.85),
        (6.3, 52.0, 20.5),
        (7.0, 52.0, float("inf")),
        (50.0, 52.0, 0.0),
        (12.0, 45.0, float("inf")),
    ],
)
def test_distance_to_land(tmp_path, longitude, latitude, km):
    assert coast(tmp_path, [SQUARE, LAKE], [FAR]).km_to_land(longitude, latitude) == pytest.approx(
        km, rel=0.01
    )


def test_a_site_in_the_sea_is_warned_of(tmp_path):
    coast(seeds(tmp_path, {}), [SQUARE, LAKE])
    sea = QUIET | {"seeds": "seeds", "sites.car-works.longitude": 2.0}
    told = load(small(tmp_path, sea)).warnings
    assert [(warning.key, warning.value) for warning in told if "sea" in warning.message] == [
        ("sites.car-works", "52.4, 2"),
        ("sites.port-uk", "51.1, 1.3"),
        ("sites.port-eu", "50.97, 1.86"),
    ]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"features": 5}', '{"features": [{}]}', "[" * 100_000, '{"features": []}']
)
def test_a_coast_that_cannot_be_read_warns_of_nothing(tmp_path, text):
    folder = seeds(tmp_path, {})
    (folder / "coastline.geojson").write_text(text, encoding="utf-8")
    assert warnings(small(tmp_path, QUIET | {"seeds": "seeds"})) == {}
