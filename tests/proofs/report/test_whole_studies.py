"""Every question that ships, README's own and the handed worlds, by every command, at the numbers that people ask for."""

import pytest

from tests.whole_studies import QUESTIONS, command_of, copied, faults, made

ASKED = (12, 24, 40, 60)

pytestmark = [pytest.mark.verify, pytest.mark.timeout(3600)]


@pytest.mark.parametrize("n", ASKED)
def test_every_question_ends_with_its_page(n, tmp_path, proof):
    folder = copied(tmp_path)
    asked = [
        (question, command)
        for question in QUESTIONS
        for command in dict.fromkeys((command_of(question, folder), "monte-carlo"))
    ]
    found = {
        f"{command} {question}": faults(made(question, folder, command, n)) for question, command in asked
    }
    short = {name: told for name, told in found.items() if told}
    what = f"studies of {n} replications that ended without their page, its files, explain, report or verify"
    proof(what, f"{len(short)} of {len(found)}", "0")
    assert short == {}
