"""Spoilt files: whatever becomes of a scenario file, `check` ends in time with a scenario or with its faults."""

import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.terminal import cellswitch
from tests.proofs.hostile.faulty_files import CORPUS, SOUND
from tests.proofs.hostile.mutations import Mutator
from tests.scenario.full_example import FULL
from tests.verification import Proof

MUTATORS = (Mutator((CORPUS / SOUND).read_text(encoding="utf-8")), Mutator(FULL))
MOST_SECONDS = 2.0
QUICK = (range(1_000), range(1_000, 2_000))
"""Two parts, so that two cores share them."""
ALL = 20_000


class Ended(NamedTuple):
    """How the check of a mutation ended."""

    number: int
    code: int
    seconds: float
    badly: str


def checked(number: int, path: Path) -> Ended:
    """`cellswitch check` of the mutation of a number: one in eight of the full example, else of the small one."""
    path.write_bytes(MUTATORS[number % 8 == 0].mutated(number))
    began = time.process_time()
    said = cellswitch("check", path)
    seconds = time.process_time() - began
    wrong = [line for line in said.out.splitlines() if not line.isprintable()]
    return Ended(number, said.code, seconds, said.err if "internal error" in said.err else "".join(wrong[:1]))


def show(ended: Iterable[Ended], proof: Proof) -> None:
    """Enter and assert: exit 0, 65 or 66, no traceback, two seconds at most."""
    every = list(ended)
    codes = Counter(each.code for each in every)
    bad = [each for each in every if each.code not in {0, 65, 66} or each.badly]
    slowest = max(each.seconds for each in every)
    ends = ", ".join(f"{count} with exit code {code}" for code, count in sorted(codes.items()))
    proof(
        f"of {len(every):,} spoilt scenario files, checks that end otherwise than with 0, 65 or 66 ({ends})",
        len(bad),
        "0",
    )
    proof(f"slowest check of {len(every):,} spoilt scenario files, processor time", f"{slowest:.2f} s", "2 s")
    assert bad == []
    assert slowest < MOST_SECONDS


@pytest.mark.parametrize("numbers", QUICK, ids=str)
def test_a_spoilt_file_is_refused_or_accepted_in_time(tmp_path: Path, numbers: range, proof: Proof) -> None:
    assert cellswitch("check", CORPUS / SOUND).code == 0  # what is imported first is not timed
    show((checked(number, tmp_path / "spoilt.toml") for number in numbers), proof)


@pytest.mark.verify
def test_a_great_many_spoilt_files_are_refused_or_accepted_in_time(tmp_path: Path, proof: Proof) -> None:
    assert cellswitch("check", CORPUS / SOUND).code == 0
    show((checked(number, tmp_path / "spoilt.toml") for number in range(ALL)), proof)


def test_mutations_are_many_and_the_same_again() -> None:
    small = MUTATORS[0]
    assert len({small.mutated(number) for number in range(100)}) > 95
    assert small.mutated(17) == Mutator((CORPUS / SOUND).read_text(encoding="utf-8")).mutated(17)
