import datetime as dt

import pytest

from sim.core.errors import FaultyInput, InputMissing
from sim.scenario.load import load
from sim.scenario.reading.layers import COMMAND_LINE, layered
from sim.scenario.reading.node import plain
from tests.scenario.files import faults, only_fault, small


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def layered_values(path, *sets):
    layers = layered(path, sets)
    assert layers.faults == ()
    return plain(layers.root)


def refusal(path, *sets):
    with pytest.raises(FaultyInput) as caught:
        layered(path, sets)
    (fault,) = caught.value.faults
    return fault


def set_faults(path, *sets):
    return [(fault.file, fault.key, fault.message) for fault in layered(path, sets).faults]


def test_tables_merge_and_lists_are_replaced(tmp_path):
    write(tmp_path, "base.toml", "[a]\nx = 1\ny = 2\nlist = [1, 2]\n[a.b]\nz = 3")
    top = write(tmp_path, "top.toml", 'extends = "base.toml"\n[a]\ny = 4\nlist = [5]\n[a.b]\nw = 6')
    assert layered_values(top) == {"a": {"x": 1, "y": 4, "list": [5], "b": {"z": 3, "w": 6}}}


def test_later_layers_of_a_list_lie_over_earlier_ones(tmp_path):
    write(tmp_path, "one.toml", "a = 1\nb = 1\nc = 1")
    write(tmp_path, "two.toml", "b = 2\nc = 2")
    top = write(tmp_path, "top.toml", 'extends = ["one.toml", "two.toml"]\nc = 3')
    assert layered_values(top) == {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize(
    ("under", "over", "merged"),
    [
        ('{ dist = "uniform", low = 1, high = 2 }', "{ high = 3 }", {"dist": "uniform", "low": 1, "high": 3}),
        (
            '{ dist = "uniform", low = 1, high = 2 }',
            '{ dist = "gamma", mean = 1, cv = 1 }',
            {"dist": "gamma", "mean": 1, "cv": 1},
        ),
        ('{ kind = "award", plant = "p" }', '{ kind = "stay" }', {"kind": "stay"}),
        ('{ seed = "a/b", take = "low" }', '{ seed = "a/c" }', {"seed": "a/c"}),
        (
            '{ seed = "a/b" }',
            '{ dist = "uniform", low = 1, high = 2 }',
            {"dist": "uniform", "low": 1, "high": 2},
        ),
        ("{ low = 1 }", '{ kind = "x" }', {"kind": "x"}),
        ("1", "{ low = 1 }", {"low": 1}),
        ("{ low = 1 }", "2", 2),
    ],
)
def test_a_table_of_another_kind_replaces_the_one_below(tmp_path, under, over, merged):
    write(tmp_path, "base.toml", f"value = {under}")
    top = write(tmp_path, "top.toml", f'extends = "base.toml"\nvalue = {over}')
    assert layered_values(top) == {"value": merged}


def test_the_kind_of_a_site_is_a_value_like_any_other(tmp_path):
    write(tmp_path, "base.toml", '[sites.x]\nkind = "gateway"\nname = "X"')
    top = write(tmp_path, "top.toml", 'extends = "base.toml"\n[sites.x]\nkind = "cell-plant"')
    assert layered_values(top) == {"sites": {"x": {"kind": "cell-plant", "name": "X"}}}


def test_removals_drop_what_is_extended_and_leave_what_is_stated(tmp_path):
    write(tmp_path, "base.toml", "[a.x]\nu = 1\n[a.y]\nu = 2\n[b]\nv = 3")
    top = write(tmp_path, "top.toml", 'extends = "base.toml"\nremove = ["a.x", "b"]\n[a.x]\nw = 4')
    assert layered_values(top) == {"a": {"y": {"u": 2}, "x": {"w": 4}}}


def test_a_removal_that_finds_nothing_is_a_fault_with_the_nearest_name(tmp_path):
    write(tmp_path, "base.toml", "[agreements.one]\nu = 1")
    top = write(tmp_path, "top.toml", 'extends = "base.toml"\nremove = [\n"agreements.onn"]')
    (fault,) = layered(top).faults
    assert (fault.line, fault.key, fault.remedy) == (3, "remove.0", "did you mean one?")


def test_a_layer_used_twice_is_no_circle(tmp_path):
    write(tmp_path, "base.toml", "a = 1")
    write(tmp_path, "left.toml", 'extends = "base.toml"\nb = 2')
    write(tmp_path, "right.toml", 'extends = "base.toml"\nc = 3')
    top = write(tmp_path, "top.toml", 'extends = ["left.toml", "right.toml"]')
    assert layered_values(top) == {"a": 1, "b": 2, "c": 3}


def test_circles_are_refused_where_they_close(tmp_path):
    write(tmp_path, "one.toml", 'extends = "two.toml"')
    write(tmp_path, "two.toml", '\nextends = "three.toml"')
    write(tmp_path, "three.toml", 'extends = "one.toml"')
    fault = refusal(tmp_path / "one.toml")
    assert (fault.file, fault.key) == (str(tmp_path / "three.toml"), "extends")
    assert "circle" in fault.message


def test_a_file_that_extends_itself_is_a_circle(tmp_path):
    assert "circle" in refusal(write(tmp_path, "a.toml", 'extends = "./a.toml"')).message


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("/etc/passwd", "relative"),
        ("../outside.toml", "leads out"),
        ("down/../../outside.toml", "leads out"),
        ("", "not the name"),
        ("a\\u0000b", "not the name"),
        ("bsae.toml", "no such file"),
        ("down", "no such file"),
    ],
)
def test_layers_stand_in_the_folder_of_the_file(tmp_path, target, message):
    write(tmp_path, "outside.toml", "a = 1")
    write(tmp_path / "in", "base.toml", "a = 1")
    (tmp_path / "in" / "down").mkdir()
    fault = refusal(write(tmp_path / "in", "top.toml", f'extends = "{target}"'))
    assert message in fault.message
    assert (fault.line, fault.key) == (1, "extends")
    assert fault.remedy == ("did you mean base.toml?" if target == "bsae.toml" else fault.remedy)


def test_a_layer_in_a_folder_below_is_welcome(tmp_path):
    write(tmp_path / "down", "base.toml", "a = 1")
    assert layered_values(write(tmp_path, "top.toml", 'extends = "down/base.toml"')) == {"a": 1}


@pytest.mark.parametrize("value", ["1", "[1]", "{ a = 1 }"])
def test_what_extends_names_is_text(tmp_path, value):
    assert "needs" in refusal(write(tmp_path, "top.toml", f"extends = {value}")).message


def test_syntax_faults_of_all_layers_are_told_at_once(tmp_path):
    write(tmp_path, "one.toml", "a = ")
    write(tmp_path, "two.toml", "b = ")
    top = write(tmp_path, "top.toml", 'extends = ["one.toml", "two.toml"]')
    with pytest.raises(FaultyInput) as caught:
        layered(top)
    assert [fault.file for fault in caught.value.faults] == [
        str(tmp_path / "one.toml"),
        str(tmp_path / "two.toml"),
    ]


def test_a_hundred_layers_are_too_many(tmp_path):
    for number in range(100):
        write(tmp_path, f"{number}.toml", f'extends = "{number + 1}.toml"')
    assert "more than 50" in refusal(tmp_path / "0.toml").message


def test_many_layers_that_share_all_below_are_read_once_each(tmp_path):
    for number in range(40):
        write(tmp_path, f"{number}.toml", f'extends = ["{number + 1}.toml", "{number + 1}.toml"]')
    write(tmp_path, "40.toml", "a = 1")
    assert layered_values(tmp_path / "0.toml") == {"a": 1}


def test_the_missing_file_itself_is_missing_input(tmp_path):
    with pytest.raises(InputMissing):
        layered(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", 2),
        ("2.5", 2.5),
        ("true", True),
        ("2024-07-01", dt.date(2024, 7, 1)),
        ('"two words"', "two words"),
        ("word", "word"),
        ("two-words.x~y", "two-words.x~y"),
        ("[1, 2]", [1, 2]),
        ('{ dist = "uniform", low = 1, high = 2 }', {"dist": "uniform", "low": 1, "high": 2}),
    ],
)
def test_set_values_are_read_as_toml_and_bare_words_as_text(tmp_path, text, value):
    top = write(tmp_path, "top.toml", "[a]\nb = 1\nc = 3")
    assert layered_values(top, f"a.b={text}") == {"a": {"b": value, "c": 3}}


def test_sets_reach_lists_and_make_tables_and_the_last_one_stands(tmp_path):
    top = write(tmp_path, "top.toml", "a = [{ b = 1 }, { b = 2 }]")
    values = layered_values(top, "a.1.b=3", 'c."d.e".f=4', "a.1.b=5")
    assert values == {"a": [{"b": 1}, {"b": 5}], "c": {"d.e": {"f": 4}}}


@pytest.mark.parametrize(
    "text",
    ["a", "=1", "a..b=1", "a=", "a=]", "a=1\nb=2", "a b=1", "list.5=1", "list.x=1", "a" + ".a" * 99 + "=1"],
)
def test_a_faulty_set_is_a_fault_of_the_command_line(tmp_path, text):
    top = write(tmp_path, "top.toml", "a = 1\nlist = [1]")
    ((file, _, message),) = set_faults(top, text)
    assert file == COMMAND_LINE
    assert message


def test_a_set_that_is_no_text_is_a_fault(tmp_path):
    assert len(set_faults(write(tmp_path, "top.toml", "a = 1"), "a=\udcff")) == 1


def test_every_value_knows_the_file_and_line_that_set_it(tmp_path):
    small(tmp_path, {}, "base.toml")
    top = write(
        tmp_path,
        "top.toml",
        'extends = "base.toml"\n\n[plants.far-plant]\noee = 0.5\n\n[oems.second]\nname = "Second"',
    )
    origins = load(top, ["run.step_days=14"]).provenance
    assert (origins["plants.far-plant.oee"].file, origins["plants.far-plant.oee"].line) == (str(top), 4)
    assert origins["oems.second.name"].line == 7
    assert origins["plants.near-plant.oee"].file == str(tmp_path / "base.toml")
    assert (origins["run.step_days"].file, origins["run.step_days"].line) == (COMMAND_LINE, 0)


def test_a_fault_is_told_in_the_layer_that_set_the_value(tmp_path):
    base = small(tmp_path, {"plants.far-plant.oee": 1.5}, "base.toml")
    top = write(tmp_path, "top.toml", 'extends = "base.toml"\n[plants.near-plant]\noee = 2.5')
    assert [(fault.file, fault.key) for fault in faults(top)] == [
        (str(base), "plants.far-plant.oee"),
        (str(top), "plants.near-plant.oee"),
    ]


def test_a_fault_of_a_set_names_the_command_line(tmp_path):
    fault = only_fault(small(tmp_path), "plants.far-plant.oee=2")
    assert (fault.file, fault.line, fault.key, fault.value) == (COMMAND_LINE, 0, "plants.far-plant.oee", "2")


def test_a_later_format_is_the_only_fault(tmp_path):
    fault = only_fault(small(tmp_path, {"schema_version": 2, "unheard_of": {"a": 1}}))
    assert fault.key == "schema_version"
    assert "later format" in fault.message
