import json

import pytest

from sim.scenario.load import load
from tests.cli.terminal import cellswitch


@pytest.fixture
def faulty(tmp_path, small):
    path = tmp_path / "faulty.toml"
    path.write_text(
        small.read_text()
        .replace("step_days = 14", "step_dyas = 14")
        .replace("weekly_cv = 0.1", "weekly_cv = nan")
    )
    return path


def test_a_sound_file_is_told_on_stdout(small):
    said = cellswitch("check", small)
    assert (said.code, said.out) == (0, f"{small}: sound; arms: {', '.join(load(small).arms)}\n")


def test_every_fault_of_every_file_is_listed_with_its_line(faulty, small):
    said = cellswitch("check", faulty, small)
    assert said.code == 65
    told = [line for line in said.out.splitlines() if line.startswith(f"{faulty}:")]
    assert any("step_dyas" in line and "step_days" in line for line in told)
    assert any("weekly_cv" in line and "nan" in line for line in told)
    assert f"{small}: sound" in said.out


def test_a_missing_file_is_told_beside_the_others(small, tmp_path):
    said = cellswitch("check", tmp_path / "none.toml", small)
    assert said.code == 66
    assert "none.toml" in said.err
    assert "sound" in said.out


def test_check_as_json(faulty, small):
    said = cellswitch("check", faulty, small, "--json")
    assert said.code == 65
    assert [each["sound"] for each in said.document["files"]] == [False, True]
    assert {"file", "line", "key", "value", "message", "remedy"} == set(
        said.document["files"][0]["faults"][0]
    )


@pytest.mark.parametrize("command", ["show", "network", "run", "compare", "monte-carlo"])
def test_every_command_refuses_a_faulty_file_alike(command, faulty, tmp_path):
    said = cellswitch(command, faulty)
    assert (said.code, said.out) == (65, "")
    assert f"{faulty}:" in said.err


def test_show_lists_every_value_with_its_place(small):
    said = cellswitch("show", small, "--key", "programmes.car.demand")
    lines = said.out.splitlines()
    assert f"programmes.car.demand.weekly_cv = 0.1  # {small}:" in said.out
    assert all(line.startswith("programmes.car.demand.") for line in lines)


def test_show_as_json(small):
    said = cellswitch("show", small, "--json")
    values = {each["key"]: each for each in said.document["values"]}
    assert values["run.step_days"]["value"] == "14"
    assert values["programmes.car.kwh_per_vehicle"]["unit"] == "kWh/vehicle"


def test_show_differences(small, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text(small.read_text().replace("step_days = 14", "step_days = 7"))
    said = cellswitch("show", small, "--diff", other)
    assert said.out == "run.step_days\n  14  instead of  7\n"
    assert cellswitch("show", small, "--diff", small).out == ""


def test_the_resolved_scenario_runs_alone(small, tmp_path):
    alone = tmp_path / "alone.toml"
    alone.write_text(cellswitch("show", small, "--toml").out)
    assert load(alone).digest == load(small).digest


def test_show_toml_goes_with_nothing_else(small):
    assert cellswitch("show", small, "--toml", "--json").code == 2


def test_set_changes_a_key(small):
    said = cellswitch("show", small, "--set", "run.step_days=7", "--key", "run.step_days")
    assert said.out.startswith("run.step_days = 7")


def test_distances_of_all_pairs(small):
    said = cellswitch("network", small, "--json")
    routes = {(each["plant"], each["programme"]): each["route"] for each in said.document["routes"]}
    assert routes["near-plant", "car"]["km"] < routes["far-plant", "car"]["km"]
    table = cellswitch("network", small).out
    assert "near-plant" in table
    assert f"{routes['far-plant', 'car']['km']:,.0f}" in table


def test_a_route_leg_by_leg_adds_up(small):
    said = cellswitch("network", small, "--from", "far-plant", "--to", "car", "--json")
    route = said.document
    assert sum(leg["km"] for leg in route["by_leg"]) == pytest.approx(route["km"], rel=1e-12)
    shown = cellswitch("network", small, "--from", "far-plant", "--to", "car").out
    assert "in all" in shown
    assert f"{route['km']:,.1f}" in shown


def test_a_closed_leg_is_not_taken(small):
    ends = ("--from", "far-plant", "--to", "car")
    leg = cellswitch("network", small, *ends, "--json").document["legs"][0]
    said = cellswitch("network", small, *ends, "--closed", leg, "--json")
    assert said.code == 2 or leg not in said.document["legs"]


def test_unknown_names_and_half_a_route_are_wrong_use(small):
    assert cellswitch("network", small, "--from", "far-plant").code == 2
    said = cellswitch("network", small, "--from", "far-plnat", "--to", "car")
    assert said.code == 2
    assert "there is no site" in said.err


def test_the_network_is_exported(small, tmp_path):
    said = cellswitch(
        "network", small, "--export", "geojson", "--export", "graphml", "--export", "gexf", "--out", tmp_path
    )
    assert (said.code, said.out) == (0, "")
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {f"small-network.{name}" for name in ("geojson", "graphml", "gexf")}
    assert json.loads((tmp_path / "small-network.geojson").read_text())["type"] == "FeatureCollection"


def test_run_shows_years_and_writes_every_table(small, tmp_path):
    said = cellswitch("run", small, "--arm", "nearest", "--out", tmp_path)
    assert said.code == 0, said.err
    assert "2025" in said.out
    assert "near-plant 100 %" in said.out
    (folder,) = tmp_path.iterdir()
    assert f"tables    {folder}" in said.err
    assert {"shipments.csv", "reviews.csv", "ledger.csv", "measures.csv"} <= {
        path.name for path in folder.iterdir()
    }


def test_run_is_the_replication_of_the_study(compared, small, tmp_path):
    one = cellswitch(
        "run", small, "--arm", "nearest", "--replication", 3, "--out", tmp_path, "--json"
    ).document
    told = cellswitch("explain", compared[1], "--replication", 3, "--all", "--json").document
    switches = one["measures"]["programme.car.switches"]
    assert sum(review["changed"] for review in told["reviews"]) >= switches
    assert one["measures"]["programme.car.delivered_gwh"] > 0


def test_run_refuses_unknown_arms_and_programmes(small, tmp_path):
    assert "known: nearest, stay" in cellswitch("run", small, "--arm", "none", "--out", tmp_path).err
    said = cellswitch("run", small, "--programme", "cra", "--out", tmp_path)
    assert (said.code, "car" in said.err) == (2, True)


def test_the_schema_is_json():
    said = cellswitch("schema")
    assert json.loads(said.out)["title"] == "cellswitch scenario"
