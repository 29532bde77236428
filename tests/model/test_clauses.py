"""Each clause on agreements and sourcing has its tests: the table of `clauses.toml` holds."""

import re
import tomllib
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLAUSES = tomllib.loads(Path(__file__).with_name("clauses.toml").read_text(encoding="utf-8"))["clause"]
MODEL = " ".join((TESTS.parent / "docs" / "explanation" / "model.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause["words"][:60])
def test_clause_stands_in_the_model_and_its_tests_exist(clause: dict[str, list[str]]) -> None:
    assert clause["words"] in MODEL
    assert clause["tests"]
    for each in clause["tests"]:
        file, name = each.split(": ")
        assert re.search(rf"^def {name}\(", (TESTS / file).read_text(encoding="utf-8"), re.MULTILINE), each
