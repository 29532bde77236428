"""The samples of the documents are what the commands print, and the picture is of the same study."""

import pytest
from PIL import Image

from docs.generate import samples

INQUIRING = {"check", "show", "network"}
"""Commands that need no study."""


def _blocks():
    """Every console block of the documents that shows what is printed."""
    texts = [document.read_text(encoding="utf-8") for document in samples.DOCUMENTS]
    found = [block for text in texts for block in samples.BLOCK.finditer(text)]
    return [block for block in found if any(command.shown for command in samples.commands(block["text"]))]


def _asked(block):
    """The commands whose output a block shows."""
    return {command.line.split()[1] for command in samples.commands(block["text"]) if command.shown}


def test_a_changed_digit_of_a_sample_is_noticed():
    document = "<!-- lines: km -->\n```console\n$ cellswitch network x\nby road 17 km\n```\n"
    assert samples.written(document, lambda _line: "\nby road 17 km\nin all\n") == document
    assert samples.written(document, lambda _line: "by road 18 km\n") != document


def test_lines_left_out_between_others_are_marked():
    lines = ["head", "a", "", "b", "c", "why: x", "y", "", "z"]
    assert list(samples.shortened(lines, "^[ac]$; ^why..^$")) == ["a", "…", "c", "why: x", "y"]
    assert list(samples.shortened(lines, None)) == lines


def test_what_the_documents_show_without_a_study_is_what_is_printed(tmp_path):
    terminal = samples.terminal(samples.copied(tmp_path))
    blocks = [block[0] for block in _blocks() if _asked(block) <= INQUIRING]
    assert len(blocks) > len(INQUIRING)
    for block in blocks:
        assert samples.written(block, terminal) == block


def test_the_picture_shows_the_answer_that_the_readme_tells():
    (block,) = samples.BLOCK.finditer(samples.DOCUMENTS[0].read_text(encoding="utf-8"))
    with Image.open(samples.PICTURE) as picture:
        answer = picture.text[samples.ANSWER]
    assert answer in " ".join(block["text"].split())


@pytest.mark.verify
def test_every_sample_of_the_documents_comes_from_one_study():
    assert samples.main("--check") == ""
