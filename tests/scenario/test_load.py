import time
import tomllib

import pytest
import tomli_w

from sim.core.errors import FaultyInput, InputMissing
from sim.scenario.load import load
from sim.scenario.types.scenario import Scenario
from tests.builders import world
from tests.scenario.files import changed, faults, only_fault, small, written
from tests.scenario.full_example import FULL

STAY = {"programmes": {"car": {"sourcing": {"policy": {"kind": "stay"}}}}}
ARMS = {"arms.stay": {"title": "Stay", "change": STAY}, "arms.go": {"title": "Go"}}


def full(folder):
    path = folder / "full.toml"
    path.write_text(FULL, encoding="utf-8")
    return path


def test_a_file_without_arms_has_its_world_as_the_one_arm(tmp_path):
    loaded = load(small(tmp_path))
    assert loaded.arms == {"base": Scenario.model_validate(world())}
    assert loaded.arm_titles == {"base": "a small world"}
    assert (loaded.name, loaded.path) == ("world", tmp_path / "world.toml")


def test_each_arm_is_the_world_with_its_change(tmp_path):
    loaded = load(small(tmp_path, ARMS))
    assert loaded.arms["go"] == Scenario.model_validate(world())
    policy = changed(world(), {"programmes.car.sourcing.policy": {"kind": "stay"}})
    assert loaded.arms["stay"] == Scenario.model_validate(policy)
    assert loaded.arm_titles == {"stay": "Stay", "go": "Go"}


def test_an_arm_may_be_called_base(tmp_path):
    arms = {"arms.base": {"title": "Stay", "change": STAY}}
    assert load(small(tmp_path, arms)).arms["base"].programmes["car"].sourcing.policy.kind == "stay"


def test_an_arm_may_drop_what_the_world_has(tmp_path):
    arm = {"title": "No near plant", "remove": ["plants.near-plant"]}
    loaded = load(small(tmp_path, {"arms.alone": arm, "arms.both": {"title": "Both"}}))
    assert set(loaded.arms["alone"].plants) == {"far-plant"}
    assert set(loaded.arms["both"].plants) == {"far-plant", "near-plant"}


def test_arms_share_what_they_do_not_change(tmp_path):
    loaded = load(small(tmp_path, ARMS))
    for table in ("legs", "sites", "plants"):
        stay, go = getattr(loaded.arms["stay"], table), getattr(loaded.arms["go"], table)
        assert all(stay[id_] is go[id_] for id_ in go)


@pytest.mark.parametrize(
    ("arm", "key", "message"),
    [
        ({"change": {}}, "arms.a.title", "is missing"),
        ({"title": "A", "chnage": {}}, "arms.a.chnage", "is not a known key"),
        ({"title": "A", "change": 5}, "arms.a.change", "needs a table"),
        ({"title": "A", "remove": "x"}, "arms.a.remove", "needs a list"),
        ({"title": "A", "remove": ["plants.mid-plant"]}, "arms.a.remove.0", "removes what is not there"),
        ({"title": "A", "remove": ["a..b"]}, "arms.a.remove.0", "is not a dotted key path"),
        (
            {"title": "A", "change": {"plants": {"far-plant": {"oe": 1.0}}}},
            "arms.a.change.plants.far-plant.oe",
            "known",
        ),
        ({"title": "A", "change": {"plants": {"new": {}}}}, "arms.a.change.plants.new.oee", "is missing"),
        ({"title": "A", "change": {"study": {}}}, "arms.a.change.study", "is not a known key"),
        ({"title": "A", "change": {"extends": "x"}}, "arms.a.change.extends", "is not a known key"),
        ({"title": "A", "remove": ["suppliers.far"]}, "plants.far-plant.supplier", "there is no supplier"),
    ],
)
def test_a_fault_of_an_arm_is_told_where_it_stands(tmp_path, arm, key, message):
    told = {
        fault.key: fault.message
        for fault in faults(small(tmp_path, {"arms.a": arm, "arms.b": {"title": "B"}}))
    }
    assert message in told[key]


def test_a_bad_name_of_an_arm_is_a_fault(tmp_path):
    assert only_fault(small(tmp_path, {"arms.The_Arm": {"title": "A"}})).key == "arms.The_Arm"


def test_faults_of_the_world_are_not_told_again_by_its_arms(tmp_path):
    path = small(tmp_path, ARMS | {"plants.far-plant.oee": 2.0, "programmes.car.oem": "makr"})
    assert [fault.key for fault in faults(path)] == ["plants.far-plant.oee", "programmes.car.oem"]


def test_faults_of_several_arms_and_the_world_come_together(tmp_path):
    arms = {
        f"arms.{name}": {"title": name, "change": {"plants": {"far-plant": {"oee": 2.0}}}}
        for name in ("one", "two")
    }
    told = [fault.key for fault in faults(small(tmp_path, arms | {"freight.truck_mwh.nmc": -1.0}))]
    assert sorted(told) == [
        "arms.one.change.plants.far-plant.oee",
        "arms.two.change.plants.far-plant.oee",
        "freight.truck_mwh.nmc",
    ]


def reordered(value):
    """The same document with the keys of every table in reverse."""
    if isinstance(value, dict):
        return {key: reordered(child) for key, child in reversed(value.items())}
    return [reordered(child) for child in value] if isinstance(value, list) else value


def test_the_order_of_keys_changes_nothing(tmp_path):
    document = tomllib.loads(FULL)
    turned = written(tmp_path, reordered(document), "turned.toml")
    assert turned.read_text(encoding="utf-8") != tomli_w.dumps(document)
    straight = load(full(tmp_path))
    assert load(turned).digest == straight.digest
    assert load(turned).arms == straight.arms


@pytest.mark.parametrize(
    "dress",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: b"# a comment\n" + content.replace(b" = ", b"  =  "),
        lambda content: content.replace(b"step_days = 7\n", b"step_days = 0x7\n"),
        lambda content: content.replace(b"safety_days = 10.0\n", b"safety_days = 1e1\n"),
        lambda content: content.replace(b"safety_days = 10.0\n", b"safety_days = 10\n"),
        lambda content: content.replace(b"shift_months = 0.0\n", b"shift_months = -0.0\n"),
        lambda content: content.replace(b"shift_months = 0.0\n", b""),
    ],
    ids=["bom", "crlf", "comments", "hexadecimal", "exponent", "whole", "minus zero", "default left out"],
)
def test_how_a_value_is_written_does_not_change_the_digest(tmp_path, dress):
    plain = full(tmp_path)
    dressed = tmp_path / "dressed.toml"
    dressed.write_bytes(dress(plain.read_bytes()))
    assert dressed.read_bytes() != plain.read_bytes()
    assert load(dressed).digest == load(plain).digest


def test_a_layered_file_has_the_digest_of_the_same_file_in_one(tmp_path):
    small(tmp_path, {"plants.far-plant.oee": 0.5}, "base.toml")
    written(tmp_path, {"extends": "base.toml", "plants": {"far-plant": {"oee": 0.7}}}, "top.toml")
    assert load(tmp_path / "top.toml").digest == load(small(tmp_path, {"plants.far-plant.oee": 0.7})).digest


@pytest.mark.parametrize(
    "change", ["plants.far-plant.oee=0.5", "study.replications=7", "arms.a={title='A'}", "run.title=x"]
)
def test_another_value_makes_another_digest(tmp_path, change):
    assert load(small(tmp_path), [change]).digest != load(small(tmp_path)).digest


def test_a_change_that_says_what_the_world_says_still_makes_another_arm(tmp_path):
    arm = {"title": "A", "change": {"plants": {"far-plant": {"oee": 1}}}}
    loaded = load(small(tmp_path, {"arms.a": arm}))
    assert loaded.file.arms["a"].change == {"plants": {"far-plant": {"oee": 1.0}}}
    assert type(loaded.file.arms["a"].change["plants"]["far-plant"]["oee"]) is float


def test_sets_lie_under_the_changes_of_arms(tmp_path):
    loaded = load(small(tmp_path, ARMS), ["programmes.car.sourcing.policy.kind=landed-cost"])
    kinds = {arm: world.programmes["car"].sourcing.policy.kind for arm, world in loaded.arms.items()}
    assert kinds == {"go": "landed-cost", "stay": "stay"}


def test_a_missing_file_is_missing_input_and_not_a_fault(tmp_path):
    with pytest.raises(InputMissing) as caught:
        load(tmp_path / "none.toml")
    assert caught.value.exit_code == 66


def test_a_path_may_be_text(tmp_path):
    assert load(str(small(tmp_path))).name == "world"


def test_more_faults_than_anybody_reads_are_cut_off(tmp_path):
    path = written(tmp_path, world() | {f"key-{number}": number for number in range(3000)})
    with pytest.raises(FaultyInput) as caught:
        load(path)
    assert len(caught.value.faults) == 1001
    assert any("more faults than" in fault.message for fault in caught.value.faults)


def test_an_empty_file_misses_its_tables(tmp_path):
    path = tmp_path / "empty.toml"
    path.write_bytes(b"")
    assert {"run", "plants", "programmes", "sites"} <= {fault.key for fault in faults(path)}


def test_the_full_example_loads_in_a_quarter_of_a_second(tmp_path):
    path = full(tmp_path)
    load(path)
    before = time.process_time()
    load(path)
    assert time.process_time() - before < 0.25
