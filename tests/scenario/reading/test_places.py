"""Scenarios behind links: what is meant is where the files really lie."""

import pytest

from sim.core.errors import InputMissing
from sim.scenario.load import load
from tests.scenario.files import only_fault, seeds, small

SITES = "id,name,site_kind,country,landmass,zone,latitude,longitude,unit\ndepot,Depot,gateway,FR,continent,eu,50,4,deg"


@pytest.fixture
def world(tmp_path):
    """A folder `real` with seeds and a world that names them, and a question in `real/scenarios` that extends it."""
    folder = tmp_path / "real" / "scenarios"
    folder.mkdir(parents=True)
    seeds(folder.parent, {"sites": SITES})
    small(folder, {"seeds": "../seeds", "network.leg_tables": []}, "base.toml")
    (folder / "question.toml").write_text('extends = "base.toml"\n', encoding="utf-8")
    return folder


@pytest.mark.parametrize("link", ["scenarios", "elsewhere/scenarios", "elsewhere/deeper/named-anew"])
def test_a_linked_folder_of_scenarios_finds_its_layers_and_seeds(tmp_path, world, link):
    place = tmp_path / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(world)
    loaded = load(place / "question.toml")
    assert loaded.digest == load(world / "question.toml").digest
    assert loaded.path == place / "question.toml"


@pytest.mark.parametrize("target", ["question.toml", "base.toml"])
def test_a_linked_scenario_file_finds_its_layers_and_seeds(tmp_path, world, target):
    (tmp_path / "mine.toml").symlink_to(world / target)
    loaded = load(tmp_path / "mine.toml")
    assert loaded.digest == load(world / target).digest
    assert (loaded.name, loaded.path) == ("mine", tmp_path / "mine.toml")


def test_a_chain_of_relative_links_is_followed(tmp_path, world):
    (tmp_path / "one").symlink_to("real")
    (tmp_path / "two.toml").symlink_to("one/scenarios/question.toml")
    (tmp_path / "three.toml").symlink_to("two.toml")
    assert load(tmp_path / "three.toml").digest == load(world / "question.toml").digest


def test_seeds_set_on_the_command_line_are_sought_beside_the_real_file(tmp_path, world):
    (tmp_path / "scenarios").symlink_to(world)
    path = tmp_path / "scenarios" / "question.toml"
    assert load(path, ['seeds="../seeds"']).digest == load(path).digest
    assert only_fault(path, 'seeds="../real/seeds"').message == "there is no such folder"


def test_linked_seeds_are_read(tmp_path, world):
    (world.parent / "seeds").rename(tmp_path / "data")
    (world.parent / "seeds").symlink_to(tmp_path / "data")
    load(world / "question.toml")


def test_a_fault_is_told_by_the_path_that_was_given_where_it_leads_there(tmp_path, world):
    (world / "question.toml").write_text('extends = "base.toml"\nrun.steps = 1\n', encoding="utf-8")
    (world / "base.toml").write_text((world / "base.toml").read_text() + "\n[nonsense]\n", encoding="utf-8")
    (tmp_path / "linked").symlink_to(world)
    with pytest.raises(Exception, match=r"linked/base\.toml:\d+: nonsense") as caught:
        load(tmp_path / "linked" / "question.toml")
    assert str(world) not in str(caught.value)


def test_no_link_leads_an_extension_out_of_the_folder(tmp_path, world):
    (tmp_path / "outside.toml").write_text("[run]\n", encoding="utf-8")
    (world / "inside.toml").symlink_to(tmp_path / "outside.toml")
    (world / "question.toml").write_text('extends = "inside.toml"\n', encoding="utf-8")
    assert "leads out of the folder" in only_fault(world / "question.toml").message


def test_a_link_within_the_folder_to_a_file_above_is_a_circle(world):
    (world / "again.toml").symlink_to("question.toml")
    (world / "question.toml").write_text('extends = "again.toml"\n', encoding="utf-8")
    assert "circle" in only_fault(world / "question.toml").message


@pytest.mark.parametrize("target", ["nowhere.toml", "link.toml"])
def test_a_link_to_nothing_or_to_itself_is_a_missing_file(tmp_path, target):
    (tmp_path / "link.toml").symlink_to(target)
    with pytest.raises(InputMissing, match="no such file"):
        load(tmp_path / "link.toml")


def test_a_name_that_no_file_can_have_is_a_missing_file():
    with pytest.raises(InputMissing, match="no such file"):
        load("a\0b.toml")
