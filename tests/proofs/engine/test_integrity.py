"""Every flipped bit and every cut in a stored study is found, and nothing crashes over it."""

import itertools
from collections import Counter
from pathlib import Path

import pytest

from sim.core.streams import Streams
from sim.results.folder import MANIFEST, verify
from tests.cli.terminal import cellswitch
from tests.study.small_files import NEAREST, STAY, document, written
from tests.verification import Proof

FLIPS, CUTS = 2_000, 500
pytestmark = [pytest.mark.verify, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stored comparison with its report."""
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car")
    scenario, out = written(tmp_path_factory.mktemp("scenario"), contents), tmp_path_factory.mktemp("out")
    said = cellswitch("compare", scenario, "--out", out, "--workers", 1, "--keep", "shipments=all")
    assert said.code == 0, said.err
    (found,) = out.iterdir()
    assert isinstance(found, Path)
    return found


def files_of(folder: Path) -> list[Path]:
    """Every stored file that has anything in it."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.stat().st_size)


def found(folder: Path, path: Path) -> bool:
    """Whether it is told, by the file's name, that a file is not as it was written."""
    return str(path) in {fault.file for fault in verify(folder)}


def test_every_flipped_bit_and_every_cut_is_found(folder: Path, proof: Proof) -> None:
    files = files_of(folder)
    draws = Streams(20210701, 0).uniforms("damage", "all", 3 * (FLIPS + CUTS)).reshape(-1, 3)
    missed: Counter[str] = Counter()
    touched: set[Path] = set()
    for number, (which, where, bit) in enumerate(draws.tolist()):
        path = files[int(which * len(files))]
        whole = path.read_bytes()
        at = int(where * len(whole))
        flipped = bytes([whole[at] ^ (1 << int(8 * bit))])
        path.write_bytes(whole[:at] + flipped + whole[at + 1 :] if number < FLIPS else whole[:at])
        missed["flips" if number < FLIPS else "cuts"] += not found(folder, path)
        path.write_bytes(whole)
        touched.add(path)
    assert verify(folder) == ()
    proof(f"of {FLIPS:,} flipped bits over {len(touched)} stored files, not found", missed["flips"], "0")
    proof(f"of {CUTS} cuts of stored files, not found", missed["cuts"], "0")
    assert touched == set(files)
    assert missed.total() == 0


def test_files_that_have_changed_places_and_files_that_do_not_belong_are_found(
    folder: Path, proof: Proof
) -> None:
    files, missed = files_of(folder), 0
    for one, other in itertools.pairwise(files):
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)
        # Where the manifest itself is another file, nothing can be said of the others.
        pair = [one, other] if MANIFEST not in {one.name, other.name} else [folder / MANIFEST]
        missed += not (first == second or all(found(folder, path) for path in pair))
        one.write_bytes(first)
        other.write_bytes(second)
        foreign = one.with_name("foreign-" + one.name)
        foreign.write_bytes(first)
        missed += not found(folder, foreign)
        foreign.unlink()
    assert verify(folder) == ()
    proof(
        f"of {len(files) - 1} pairs of files that changed places, and as many foreign files, not found",
        missed,
        "0",
    )
    assert missed == 0


def test_every_command_says_65_of_damaged_results(folder: Path, proof: Proof) -> None:
    """One bit of every file that a command reads is flipped; `report` writes its own files anew."""
    codes: Counter[int] = Counter()
    own = {"report.html", "report.xlsx", "evidence.csv"}
    for path in files_of(folder):
        whole = path.read_bytes()
        path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
        codes[cellswitch("verify", folder).code] += 1
        if path.name in {"manifest.json", "scenario.resolved.toml"}:
            codes[cellswitch("explain", folder).code] += 1
        if path.suffix in {".csv", ".json", ".toml"} and path.name not in own:
            codes[cellswitch("report", folder).code] += 1
        path.write_bytes(whole)
    proof("exit codes of verify, explain and report on damaged files", dict(codes), "65 alone")
    assert set(codes) == {65}
