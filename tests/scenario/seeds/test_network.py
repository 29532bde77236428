import pytest

from sim.scenario.load import load
from tests.builders import world
from tests.scenario.files import changed, faults, only_fault, seeds, written

SITES = """id,name,site_kind,country,landmass,zone,latitude,longitude,unit
far-works,Far works,cell-plant,FR,continent,eu,50.0,5.0,degrees
near-works,Near works,cell-plant,GB,britain,uk,54.9,-1.5,degrees
car-works,Car works,vehicle-plant,GB,britain,uk,52.4,-1.4,degrees
port-uk,Port,gateway,GB,britain,uk,51.1,1.3,degrees
port-eu,Port,gateway,FR,continent,eu,50.97,1.86,degrees
other-works,Other works,cell-plant,FR,continent,eu,48.0,5.0,degrees
port-cn,Port,gateway,CN,china,cn,30.0,121.0,degrees
port-us,Port,gateway,US,america,us,40.0,-74.0,degrees
works-cn,Works,cell-plant,CN,china,cn,31.0,120.0,degrees"""
LEG_HEADER = (
    "id,origin,destination,mode,km,transit_days,eur_per_load,kg_co2e_per_tkm,dangerous_goods,border,unit"
)
ROADS = f"""{LEG_HEADER}
far-works~port-eu~road,far-works,port-eu,road,270,,,,,,km
port-uk~car-works~road,port-uk,car-works,road,270,,,,,,km
near-works~car-works~road,near-works,car-works,road,320,,,,,,km
other-works~port-eu~road,other-works,port-eu,road,500,,,,,,km
works-cn~port-cn~road,works-cn,port-cn,road,200,,,,,,km"""
CROSSINGS = f"""{LEG_HEADER}
port-eu~port-uk~ferry,port-eu,port-uk,ferry,42,0.2,300,0.4,0.7,yes,km"""
SHIPS = f"""{LEG_HEADER}
port-cn~port-uk~deep-sea,port-cn,port-uk,deep-sea,19600,35,2000,0.02,1,true,km
port-cn~port-us~deep-sea,port-cn,port-us,deep-sea,19000,30,,,0,false,km"""
TABLES = {"sites": SITES, "road-legs": ROADS, "crossings": CROSSINGS, "deep-sea-legs": SHIPS}
BARE = {"seeds": "seeds", "sites": None, "legs": None, "network": {"leg_tables": ["road-legs", "crossings"]}}
WITH_SHIPS = BARE | {
    "network": {"leg_tables": ["road-legs", "crossings", "deep-sea-legs"]},
    "modes.deep-sea": {"km_per_day": 700.0, "kg_co2e_per_tkm": 0.01},
    "freight.container_mwh": {"nmc": 4.0},
}


def bare(folder, changes=None, tables=TABLES):
    seeds(folder, tables)
    return written(folder, changed(world(), BARE | (changes or {})))


def base(folder, changes=None):
    return load(bare(folder, changes)).arms["base"]


def test_sites_of_plants_and_programmes_and_the_legs_between_them_come_from_the_seeds(tmp_path):
    world = base(tmp_path)
    assert set(world.sites) == {"far-works", "near-works", "car-works", "port-uk", "port-eu"}
    assert set(world.legs) == {
        "far-works~port-eu~road",
        "port-uk~car-works~road",
        "near-works~car-works~road",
        "port-eu~port-uk~ferry",
    }


def test_a_leg_has_what_its_row_says_and_nothing_of_its_empty_cells(tmp_path):
    world = base(tmp_path)
    ferry = world.legs["port-eu~port-uk~ferry"]
    assert (ferry.km, ferry.transit_days, ferry.eur_per_load, ferry.kg_co2e_per_tkm) == (42, 0.2, 300, 0.4)
    assert (ferry.border, ferry.dangerous_goods.p, ferry.method) == (True, 0.7, "noted")
    road = world.legs["far-works~port-eu~road"]
    assert (road.transit_days, road.border, road.dangerous_goods) == (None, False, 1.0)


def test_a_site_in_an_arms_change_is_in_play(tmp_path):
    arm = {"title": "A", "change": {"plants": {"far-plant": {"site": "other-works"}}}}
    loaded = load(bare(tmp_path, {"arms.a": arm}))
    assert "other-works~port-eu~road" in loaded.arms["a"].legs
    assert loaded.arms["a"].plants["far-plant"].site == "other-works"


def test_gateways_beyond_the_sea_come_in_with_the_legs_that_reach_them(tmp_path):
    world = base(tmp_path, WITH_SHIPS)
    assert {"port-cn", "port-us"} <= set(world.sites)
    assert "works-cn" not in world.sites
    refused = world.legs["port-cn~port-us~deep-sea"]
    assert (refused.border, refused.dangerous_goods) == (False, 0.0)


def test_what_the_file_says_of_a_leg_or_site_lies_over_the_seeds(tmp_path):
    world = base(
        tmp_path, {"legs": {"port-eu~port-uk~ferry": {"km": 50.0}}, "sites": {"port-uk": {"name": "Harbour"}}}
    )
    assert (world.legs["port-eu~port-uk~ferry"].km, world.legs["port-eu~port-uk~ferry"].mode) == (50, "ferry")
    assert (world.sites["port-uk"].name, world.sites["port-uk"].country) == ("Harbour", "GB")


def test_a_site_of_ones_own_finds_the_gateways_of_its_landmass(tmp_path):
    own = world()["sites"]["far-works"] | {"name": "Mine"}
    loaded = base(
        tmp_path, {"sites": {"mine": own}, "plants.far-plant.site": "mine", "plants.near-plant": None}
    )
    assert {"mine", "port-eu", "port-uk"} <= set(loaded.sites)


def test_legs_and_sites_of_the_seeds_can_be_removed(tmp_path):
    seeds(tmp_path, TABLES)
    written(tmp_path, changed(world(), WITH_SHIPS), "base.toml")
    removals = {"extends": "base.toml", "remove": ["legs.near-works~car-works~road", "sites.port-us"]}
    loaded = load(written(tmp_path, removals, "top.toml")).arms["base"]
    assert "near-works~car-works~road" not in loaded.legs
    assert "port-us" not in loaded.sites
    assert "port-cn~port-us~deep-sea" not in loaded.legs


def test_removing_a_leg_that_neither_file_nor_seeds_have_is_a_fault(tmp_path):
    seeds(tmp_path, TABLES)
    written(tmp_path, changed(world(), BARE), "base.toml")
    top = written(tmp_path, {"extends": "base.toml", "remove": ["legs.near-works~car-work~road"]}, "top.toml")
    fault = only_fault(top)
    assert (fault.message, fault.remedy) == (
        "removes what is not there",
        "did you mean near-works~car-works~road?",
    )


def test_a_pulled_value_knows_its_row(tmp_path):
    origin = load(bare(tmp_path)).provenance["legs.port-eu~port-uk~ferry.km"]
    assert origin.file == str(tmp_path / "seeds" / "crossings.csv")
    assert (origin.line, origin.seed, origin.unit) == (2, "crossings/port-eu~port-uk~ferry", "km")


@pytest.mark.parametrize(
    ("network", "key", "message"),
    [
        ({"leg_tables": ["road-leg"]}, "network.leg_tables.0", "there is no seeds table road-leg"),
        ({"leg_tables": ["sites"]}, "network.leg_tables.0", "is no table of legs"),
        ({"leg_tables": [5]}, "network.leg_tables.0", "needs the name of a seeds table in quotes"),
        ({"leg_tables": "road-legs"}, "network.leg_tables", "needs a list"),
        ({}, "network", "needs a list"),
        (["road-legs"], "network", "needs a list"),
        ({"leg_tables": [], "leg_table": []}, "network.leg_table", "is not a known key"),
    ],
)
def test_a_network_table_that_makes_no_sense_is_a_fault(tmp_path, network, key, message):
    found = [(fault.key, fault.message) for fault in faults(bare(tmp_path, {"network": network}))]
    assert any(at == key and message in said for at, said in found)


def test_a_network_without_seeds_is_a_fault(tmp_path):
    path = written(tmp_path, changed(world(), {"network": {"leg_tables": ["road-legs"]}}))
    assert only_fault(path).key == "network.leg_tables.0"


def test_a_border_that_is_neither_true_nor_false_is_a_fault_of_its_row(tmp_path):
    tables = TABLES | {"crossings": CROSSINGS.replace("yes", "perhaps")}
    fault = only_fault(bare(tmp_path, {}, tables))
    assert (fault.file, fault.line, fault.value) == (str(tmp_path / "seeds" / "crossings.csv"), 2, "perhaps")
