from sim.scenario.dump import document_of
from sim.scenario.listing import KeyChange, compared, differences, leaves, listing
from sim.scenario.load import load
from tests.scenario.files import seeds, small
from tests.scenario.full_example import FULL
from tests.scenario.seeds.test_references import NUMBERS


def entries(path, *sets):
    return {entry.key: entry for entry in listing(load(path, sets))}


def full(folder):
    path = folder / "full.toml"
    path.write_text(FULL, encoding="utf-8")
    return path


def test_a_value_of_the_file_has_its_unit_and_line(tmp_path):
    path = small(tmp_path)
    entry = entries(path)["modes.road.km_per_day"]
    assert (entry.value, entry.unit, entry.source) == ("650.0", "km/day", "")
    file, line = entry.place.rsplit(":", 1)
    assert file == str(path)
    assert path.read_text(encoding="utf-8").splitlines()[int(line) - 1] == "km_per_day = 650.0"


def test_a_value_of_the_seeds_has_its_source_confidence_and_row(tmp_path):
    seeds(tmp_path, {"numbers": NUMBERS})
    path = small(tmp_path, {"seeds": "seeds", "plants.far-plant.oee": {"seed": "numbers/spread"}})
    entry = entries(path)["plants.far-plant.oee"]
    assert entry.value == "triangular low 0.6, mode 0.8, high 0.9"
    assert (entry.source, entry.confidence) == ("book", "high")
    assert entry.place.endswith(" numbers/spread")


def test_a_value_that_nobody_states_is_a_default(tmp_path):
    entry = entries(small(tmp_path))["economics.cost_of_capital"]
    assert (entry.value, entry.place) == ("0.08", "default")


def test_a_value_of_the_command_line_says_so(tmp_path):
    assert (
        entries(small(tmp_path), "economics.cost_of_capital=0.1")["economics.cost_of_capital"].place
        == "--set"
    )


def test_every_value_of_the_resolved_document_is_listed_once(tmp_path):
    loaded = load(full(tmp_path))
    keys = [entry.key for entry in listing(loaded)]
    assert len(keys) == len(set(keys))
    for key, _ in leaves(document_of(loaded.file)):
        assert any(key == listed or key.startswith(f"{listed}.") for listed in keys)


def test_a_figure_of_an_arm_has_its_unit(tmp_path):
    arm = {"title": "A", "change": {"programmes": {"car": {"safety_days": 5.0}}}}
    assert (
        entries(small(tmp_path, {"arms.a": arm}))["arms.a.change.programmes.car.safety_days"].unit == "days"
    )


def test_a_scenario_does_not_differ_from_itself(tmp_path):
    loaded = load(full(tmp_path))
    assert differences(loaded, loaded) == []


def test_differences_are_told_by_key_with_both_values(tmp_path):
    left = load(small(tmp_path))
    right = load(
        small(tmp_path, {"plants.far-plant.oee": 0.5, "oems.other": {"name": "Other"}}, "right.toml")
    )
    assert differences(left, right) == [
        KeyChange("oems.other.name", "", '"Other"'),
        KeyChange("plants.far-plant.oee", "1.0", "0.5"),
    ]


def test_a_default_written_out_is_no_difference(tmp_path):
    written = small(tmp_path, {"economics": {"cost_of_capital": 0.08}}, "written.toml")
    assert differences(load(small(tmp_path)), load(written)) == []


def test_worlds_of_arms_can_be_compared(tmp_path):
    arm = {"title": "A", "change": {"plants": {"far-plant": {"oee": 0.5}}}}
    arms = load(small(tmp_path, {"arms.a": arm, "arms.b": {"title": "B"}})).arms
    rows = compared(document_of(arms["a"]), document_of(arms["b"]))
    assert rows == [KeyChange("plants.far-plant.oee", "0.5", "1.0")]
