import json
import tomllib

import pytest

from sim.scenario.dump import canonical_json
from sim.scenario.load import load
from tests.scenario.files import only_fault, seeds, small
from tests.scenario.full_example import FULL
from tests.scenario.seeds.test_network import TABLES, WITH_SHIPS
from tests.scenario.seeds.test_references import NUMBERS

REFERENCES = WITH_SHIPS | {
    "plants.far-plant.oee": {"seed": "numbers/spread"},
    "arms.far": {"title": "Far", "change": {"plants": {"far-plant": {"oee": {"seed": "numbers/exact"}}}}},
    "arms.near": {"title": "Near", "remove": ["legs.near-works~car-works~road"], "change": {"legs": {}}},
    "arms.award": {
        "title": "Award",
        "change": {"programmes": {"car": {"sourcing": {"threshold": 0, "policy": {"kind": "stay"}}}}},
    },
}


def full(folder):
    path = folder / "full.toml"
    path.write_text(FULL, encoding="utf-8")
    return path


def seeded(folder):
    seeds(folder, TABLES | {"numbers": NUMBERS})
    return small(folder, REFERENCES)


def reloaded(loaded, folder):
    alone = folder / "alone"
    alone.mkdir()
    path = alone / "scenario.resolved.toml"
    path.write_text(loaded.resolved_toml(), encoding="utf-8")
    return load(path)


@pytest.mark.parametrize("write", [full, seeded])
def test_the_resolved_document_loads_alone_to_the_same_digest_and_worlds(tmp_path, write):
    loaded = load(write(tmp_path))
    again = reloaded(loaded, tmp_path)
    assert again.digest == loaded.digest
    assert again.arms == loaded.arms
    assert again.file == loaded.file


@pytest.mark.parametrize("write", [full, seeded])
def test_the_resolved_document_is_its_own_resolved_document(tmp_path, write):
    loaded = load(write(tmp_path))
    assert reloaded(loaded, tmp_path).resolved_toml() == loaded.resolved_toml()


def test_the_resolved_document_names_no_other_file(tmp_path):
    document = tomllib.loads(load(seeded(tmp_path)).resolved_toml())
    assert not {"extends", "seeds", "remove", "network"} & document.keys()
    assert '"seed"' not in json.dumps(document, default=str)


def test_the_resolved_document_writes_defaults_out(tmp_path):
    document = tomllib.loads(load(small(tmp_path)).resolved_toml())
    assert document["economics"]["cost_of_capital"] == 0.08


def test_canonical_json_has_its_keys_sorted_and_no_blanks(tmp_path):
    text = canonical_json(load(full(tmp_path)).file)
    document = json.loads(text)
    assert text == json.dumps(document, sort_keys=True, separators=(",", ":"))
    assert document["run"]["start"] == "2021-07-01"


@pytest.mark.parametrize(
    "text", ['quotes \\" and \\\\ and \\u0007', "\\n\\t", "é日本\\U0001f600", "# no comment"]
)
def test_any_text_survives(tmp_path, text):
    path = small(tmp_path, {"run.question": "why?"})
    content = path.read_text(encoding="utf-8").replace("why?", text)
    path.write_text(content, encoding="utf-8")
    loaded = load(path)
    assert loaded.file.run.question
    assert reloaded(loaded, tmp_path).file.run.question == loaded.file.run.question


def test_a_dump_with_a_fault_put_in_is_told_at_its_line(tmp_path):
    path = tmp_path / "resolved.toml"
    path.write_text(load(full(tmp_path)).resolved_toml().replace("km = 42.0", "km = -42.0"), encoding="utf-8")
    fault = only_fault(path)
    assert "km = -42.0" in path.read_text(encoding="utf-8").splitlines()[fault.line - 1]
