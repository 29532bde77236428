"""The mutants of the project: enough, plantable, told by text; and the list of harmless ones."""

import ast
from collections import Counter

import pytest

from tests.faults.fault import ROOT
from tests.faults.mutants import FILES, Harmless, Mutant, harmless, mutants, stale


@pytest.fixture(scope="module")
def made() -> list[Mutant]:
    return mutants()


def test_there_are_hundreds_of_every_file_that_decides(made):
    assert len(made) >= 200
    assert {mutant.file for mutant in made} >= {file for file in FILES if "*" not in file}
    assert made == mutants()


def test_no_two_are_told_alike(made):
    assert max(Counter(mutant.place for mutant in made).values()) == 1


def test_every_mutant_parses_differs_and_keeps_the_lines(made):
    sound: dict[str, tuple[str, int]] = {}
    for mutant in made:
        if mutant.file not in sound:
            text = (ROOT / mutant.file).read_text(encoding="utf-8")
            sound[mutant.file] = ast.dump(ast.parse(text)), text.count("\n")
        planted = mutant.planted(ROOT)
        assert planted.count("\n") == sound[mutant.file][1]
        compile(planted, mutant.file, "exec")


def test_every_entry_of_the_harmless_is_a_mutant_and_says_why(made):
    listed = harmless()
    assert stale(listed, made) == []
    assert all(len(entry.reason) > 20 for entry in listed)
    assert len({entry[:6] for entry in listed}) == len(listed)


def test_an_entry_whose_line_is_gone_is_stale(made):
    gone = Harmless(*made[0].place, reason="none")._replace(line="no such line")
    assert stale([gone, Harmless(*made[0].place, reason="none")], made) == [gone]


def test_a_mutation_over_several_lines_keeps_their_number(tmp_path):
    text = "x = (\n    a\n    and b\n)\n"
    (tmp_path / "f.py").write_text(text)
    planted = {mutant.planted(tmp_path) for mutant in mutants(tmp_path, ["f.py"])}
    assert len(planted) == 5
    assert all(each.count("\n") == 4 and ast.parse(each) for each in planted)
