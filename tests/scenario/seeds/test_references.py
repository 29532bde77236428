import pytest

from sim.scenario.load import load
from sim.scenario.reading.node import Origin
from tests.scenario.files import faults, only_fault, seeds, small

NUMBERS = """id,low,mode,high,unit
exact,,0.9,,share
spread,0.6,0.8,0.9,share
months,12,18,30,months
notice,,200,,days
truck,,4.2,,MWh
price,,70,,EUR/kWh"""
CURVES = """id,curve,date,low,mode,high,unit
car.2021,car,2021-07-01,1,2,3,vehicles/year
car.2025,car,2025-07-01,4,5,6,vehicles/year
wrong.2021,wrong,2021-07-01,1,2,3,share"""
PRICES = """id,curve,date,low,mode,high,unit
nmc.2021,nmc,2021-07-01,80,90,100,EUR/kWh
nmc.2025,nmc,2025-07-01,70,70,70,EUR/kWh"""
BOOKINGS = """id,curve,date,low,mode,high,unit
far.2021,far,2021-07-01,8,9,10,GWh/year"""
DELAYS = """id,maker_class,project,announced,planned_sop,delay_months,realised_ratio,unit
a,new,A,,,9,0.5,months
b,leader,B,,,1,,months
c,new,C,,,3,0.7,months
d,new,D,,,,0.9,months"""
TABLES = {
    "numbers": NUMBERS,
    "demand": CURVES,
    "cell-prices": PRICES,
    "outside-bookings": BOOKINGS,
    "start-delays": DELAYS,
}
START = "plants.near-plant.phases.p1.start.delay_months"


def world(folder, changes):
    seeds(folder, TABLES)
    return small(folder, {"seeds": "seeds", **changes})


def base(folder, changes):
    return load(world(folder, changes)).arms["base"]


def test_an_exact_figure_becomes_a_plain_number(tmp_path):
    assert base(tmp_path, {"plants.far-plant.oee": {"seed": "numbers/exact"}}).plants["far-plant"].oee == 0.9


def test_a_figure_with_a_spread_becomes_triangular(tmp_path):
    oee = base(tmp_path, {"plants.far-plant.oee": {"seed": "numbers/spread"}}).plants["far-plant"].oee
    assert oee.model_dump() == {"dist": "triangular", "low": 0.6, "mode": 0.8, "high": 0.9}


@pytest.mark.parametrize(("take", "value"), [("low", 0.6), ("mode", 0.8), ("high", 0.9)])
def test_one_figure_of_a_spread_can_be_taken(tmp_path, take, value):
    change = {"plants.far-plant.oee": {"seed": "numbers/spread", "take": take}}
    assert base(tmp_path, change).plants["far-plant"].oee == value


def test_a_figure_can_be_a_part_of_a_distribution(tmp_path):
    part = {"dist": "uniform", "low": 0.5, "high": {"seed": "numbers/exact"}}
    assert base(tmp_path, {"plants.far-plant.oee": part}).plants["far-plant"].oee.high == 0.9


def test_a_figure_can_stand_under_an_id_of_its_own(tmp_path):
    assert base(tmp_path, {"freight.truck_mwh.nmc": {"seed": "numbers/truck"}}).freight.truck_mwh == {
        "nmc": 4.2
    }


def test_a_key_of_whole_numbers_takes_a_whole_figure(tmp_path):
    key = "programmes.car.sourcing.notice_days"
    assert base(tmp_path, {key: {"seed": "numbers/notice"}}).programmes["car"].sourcing.notice_days == 200


def test_a_demand_curve_becomes_points(tmp_path):
    points = (
        base(tmp_path, {"programmes.car.demand.points": {"seed": "demand/car"}})
        .programmes["car"]
        .demand.points
    )
    assert [(point.date.year, point.low, point.mode, point.high) for point in points] == [
        (2021, 1, 2, 3),
        (2025, 4, 5, 6),
    ]


def test_a_price_curve_becomes_points_with_their_spread_or_one_figure(tmp_path):
    key = "prices.europe-nmc.points"
    spread = base(tmp_path, {key: {"seed": "cell-prices/nmc"}}).prices["europe-nmc"].points
    taken = base(tmp_path, {key: {"seed": "cell-prices/nmc", "take": "high"}}).prices["europe-nmc"].points
    assert (spread[0].eur_per_kwh.high, spread[1].eur_per_kwh) == (100, 70)
    assert [point.eur_per_kwh for point in taken] == [100, 70]


def test_a_curve_of_bookings_becomes_points(tmp_path):
    change = {"plants.far-plant.background.points": {"seed": "outside-bookings/far"}}
    assert base(tmp_path, change).plants["far-plant"].background.points[0].gwh_per_year == 9


def test_an_empirical_distribution_is_filled_with_its_sorted_cases(tmp_path):
    empirical = {"dist": "empirical", "table": "start-delays", "column": "delay_months"}
    change = {START: empirical | {"where": {"maker_class": "new"}}}
    drawn = base(tmp_path, change).plants["near-plant"].phases["p1"].start.delay_months
    assert drawn.values == (3.0, 9.0)


def test_a_figure_carries_its_origin(tmp_path):
    loaded = load(world(tmp_path, {"plants.far-plant.oee": {"seed": "numbers/spread"}}))
    origin = loaded.provenance["plants.far-plant.oee"]
    assert origin == Origin(
        str(loaded.path), origin.line, "numbers/spread", "share", "book", "2021-07", "high", "noted"
    )
    assert loaded.path.read_text(encoding="utf-8").splitlines()[origin.line - 1] == "[plants.far-plant.oee]"
    assert loaded.provenance["plants.far-plant.oee.high"].seed == "numbers/spread"


def test_an_arm_refers_to_the_seeds_as_the_world_does(tmp_path):
    path = world(
        tmp_path,
        {"arms.a": {"title": "A", "change": {"plants": {"far-plant": {"oee": {"seed": "numbers/exact"}}}}}},
    )
    loaded = load(path)
    assert loaded.arms["a"].plants["far-plant"].oee == 0.9
    assert loaded.provenance["arms.a.change.plants.far-plant.oee"].seed == "numbers/exact"


@pytest.mark.parametrize(
    ("reference", "message", "remedy"),
    [
        ({"seed": "numbers/spraed"}, "the seeds table numbers has no row spraed", "did you mean spread?"),
        ({"seed": "nubmers/spread"}, "there is no seeds table nubmers", "did you mean numbers?"),
        ({"seed": "spread"}, 'needs a seed of the form "table/row"', ""),
        ({"seed": "/spread"}, 'needs a seed of the form "table/row"', ""),
        ({"seed": 5}, 'needs a seed of the form "table/row"', ""),
        ({"seed": "../seeds/numbers/spread"}, "there is no seeds table ..", ""),
        ({"seed": "numbers/spread", "taek": "low"}, "has taek beside its seed", "did you mean take?"),
        ({"seed": "numbers/spread", "take": "most"}, "needs a take of low, mode, high", ""),
        ({"seed": "numbers/spread", "take": 1}, "needs a take of low, mode, high", ""),
        ({"seed": "numbers/months"}, "needs a figure without a unit, but the seeds row is in months", ""),
        ({"seed": "sources/book"}, "the seeds row sources/book holds no figure", ""),
    ],
)
def test_a_reference_that_leads_nowhere_is_the_one_fault(tmp_path, reference, message, remedy):
    fault = only_fault(world(tmp_path, {"plants.far-plant.oee": reference}))
    assert (fault.key, fault.message) == ("plants.far-plant.oee", message)
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ("programmes.car.sourcing.qualification.ppap_months", "spread"),
        ("programmes.car.safety_days", "months"),
        ("programmes.car.kwh_per_vehicle", "price"),
        ("freight.truck_mwh.nmc", "price"),
        ("legs.strait.km", "exact"),
        ("plants.far-plant.phases.p1.nameplate_gwh", "truck"),
    ],
)
def test_a_unit_that_is_not_the_keys_is_a_fault(tmp_path, key, row):
    fault = only_fault(world(tmp_path, {key: {"seed": f"numbers/{row}"}}))
    assert fault.key == key
    assert "needs a figure in" in fault.message


def test_a_curve_in_another_unit_is_a_fault(tmp_path):
    fault = only_fault(world(tmp_path, {"programmes.car.demand.points": {"seed": "demand/wrong"}}))
    assert fault.message == "needs a figure in vehicles/year, but the seeds row is in share"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"column": "delay_month"}, "needs observations in months"),
        ({"column": "realised_ratio"}, "needs observations in months"),
        ({"table": "start-delay"}, "there is no seeds table"),
        ({"where": {"maker_class": "unknown"}}, "finds no observation"),
        ({"where": {"maker": "new"}}, "has no column maker"),
        ({"table": 5}, "needs values, or table"),
    ],
)
def test_an_empirical_distribution_that_cannot_be_filled_is_a_fault(tmp_path, change, message):
    empirical = {"dist": "empirical", "table": "start-delays", "column": "delay_months"} | change
    fault = only_fault(world(tmp_path, {START: empirical}))
    assert fault.key == START
    assert message in fault.message


def test_a_reference_without_a_seeds_folder_says_where_to_name_it(tmp_path):
    fault = only_fault(small(tmp_path, {"plants.far-plant.oee": {"seed": "numbers/exact"}}))
    assert (fault.message, fault.remedy) == ("refers to the seeds", 'say where they are: seeds = "../seeds"')


@pytest.mark.parametrize("folder", ["none", "/", "", 5, "a\0b"])
def test_a_seeds_folder_that_is_not_there_is_a_fault(tmp_path, folder):
    (fault,) = faults(small(tmp_path, {"seeds": folder}))
    assert fault.key == "seeds"


def test_faults_of_a_seeds_table_are_told_once_and_with_its_line(tmp_path):
    seeds(tmp_path, {"numbers": "id,low,mode,high,unit\nfine,,1,,share\nbad,,x,,share"})
    references = {
        "plants.far-plant.oee": {"seed": "numbers/fine"},
        "plants.near-plant.oee": {"seed": "numbers/fine"},
    }
    fault = only_fault(small(tmp_path, {"seeds": "seeds", **references}))
    assert (fault.file, fault.line) == (str(tmp_path / "seeds" / "numbers.csv"), 3)


def test_a_figure_out_of_range_is_told_at_the_reference_with_its_row(tmp_path):
    seeds(tmp_path, {"numbers": "id,low,mode,high,unit\nlarge,,1.5,,share"})
    fault = only_fault(small(tmp_path, {"seeds": "seeds", "plants.far-plant.oee": {"seed": "numbers/large"}}))
    assert (fault.key, fault.value) == ("plants.far-plant.oee", "1.5")
    assert fault.remedy == "the value comes from the seeds row numbers/large"


def test_an_entity_may_be_called_seed(tmp_path):
    suppliers = {"suppliers.seed": {"name": "Seed Ltd"}}
    assert "seed" in load(small(tmp_path, suppliers)).arms["base"].suppliers
