"""The samples of README.md are what the commands print, and the picture is of the same study."""

import importlib.util
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def samples():
    """The script that writes the samples."""
    spec = importlib.util.spec_from_file_location("samples", ROOT / "docs" / "generate" / "samples.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_changed_digit_of_a_sample_is_noticed(samples):
    document = "<!-- lines: km -->\n```console\n$ cellswitch network x\nby road 17 km\n```\n"
    assert samples.written(document, lambda _line: "\nby road 17 km\nin all\n") == document
    assert samples.written(document, lambda _line: "by road 18 km\n") != document


def test_lines_left_out_between_others_are_marked(samples):
    lines = ["head", "a", "", "b", "c", "why: x", "y", "", "z"]
    assert list(samples.shortened(lines, "^[ac]$; ^why..^$")) == ["a", "…", "c", "why: x", "y"]
    assert list(samples.shortened(lines, None)) == lines


def test_what_the_readme_shows_without_a_study_is_what_is_printed(samples, tmp_path):
    inquiring = ("check", "show", "network")
    terminal = samples.terminal(samples.copied(tmp_path))
    blocks = [block[0] for block in samples.BLOCK.finditer(README) if _room(samples, block) in inquiring]
    assert len(blocks) == len(inquiring)
    for block in blocks:
        assert samples.written(block, terminal) == block


def _room(samples, block):
    return samples.commands(block["text"])[0].line.split()[1]


def test_the_picture_shows_the_answer_that_the_sample_tells(samples):
    (block,) = [block for block in samples.BLOCK.finditer(README) if _room(samples, block) == "compare"]
    with Image.open(samples.PICTURE) as picture:
        answer = picture.text[samples.ANSWER]
    assert answer in " ".join(block["text"].split())


@pytest.mark.verify
def test_every_sample_of_the_readme_comes_from_one_study(samples):
    assert samples.main("--check") == ""
