"""The same results, byte for byte, however the work on the LEVC question is done and however its file is written."""

import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from sim.execution.executor import Pool
from sim.scenario.load import LoadedScenario, load
from sim.study.comparison_study import ComparisonStudy
from sim.study.engine import Execution
from sim.study.planning import plan_of, worker_of
from sim.study.studies import carry_out
from tests.verification import Proof

ROOT = Path(__file__).parents[3]
LEVC = ROOT / "scenarios" / "levc-uk.toml"
REPLICATIONS = 4
pytestmark = pytest.mark.timeout(300)

Files = dict[str, bytes]


@cache
def levc() -> LoadedScenario:
    return load(LEVC)


def made(loaded: LoadedScenario, out: Path, **execution: Any) -> Files:
    """Result files of a comparison by name: all but the manifest, which tells of the run, the lock and the journal."""
    plan = plan_of(loaded, "compare", replications=REPLICATIONS)
    carry_out(plan, worker_of(loaded, plan), Execution(out=out, **execution), ComparisonStudy)
    return files_under(out)


def files_under(out: Path) -> Files:
    [folder] = out.iterdir()
    known = {".lock", "manifest.json"}
    found = {
        file.name: file.read_bytes() for file in folder.iterdir() if file.is_file() and file.name not in known
    }
    return {name: content for name, content in found.items() if name.endswith((".csv", ".json", ".toml"))}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Made in this process, all at once."""
    files = made(levc(), tmp_path_factory.mktemp("alone"), workers=1)
    assert {
        "summary.json",
        "comparison.csv",
        "switches.csv",
        "reviews.csv",
        "scenario.resolved.toml",
    } <= files.keys()
    return files


def assert_same(files: Files, expected: Files, *, but: frozenset[str] = frozenset()) -> None:
    assert files.keys() == expected.keys()
    assert [name for name in sorted(files) if name not in but and files[name] != expected[name]] == []


@pytest.mark.parametrize("chunk", [1, 3])
def test_size_of_chunks_changes_nothing(tmp_path: Path, alone: Files, chunk: int) -> None:
    assert_same(made(levc(), tmp_path, workers=1, chunk=chunk), alone)


def test_two_processes_give_the_same_bytes(tmp_path: Path, alone: Files) -> None:
    assert_same(made(levc(), tmp_path, workers=2, chunk=1), alone)


@pytest.mark.verify
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_processes_gives_the_same_bytes(
    tmp_path: Path, alone: Files, workers: int, proof: Proof
) -> None:
    def pool(worker: Any, width: int | None) -> Pool:
        return Pool(worker, width or 1, start_method="spawn")

    files = made(levc(), tmp_path, workers=workers, chunk=2, executor=pool)
    differing = [name for name in alone if files.get(name) != alone[name]]
    proof(f"files that differ with {workers} processes", len(differing), "0")
    assert_same(files, alone)


@pytest.mark.parametrize("hash_seed", ["0", pytest.param("7", marks=pytest.mark.verify)])
def test_order_of_hashes_changes_nothing(tmp_path: Path, alone: Files, hash_seed: str) -> None:
    code = f"import sim; sim.compare({str(LEVC)!r}, replications={REPLICATIONS}, workers=1, out={str(tmp_path / 'out')!r})"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, timeout=240)
    assert_same(files_under(tmp_path / "out"), alone)


def reversed_tables(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: reversed_tables(child) for key, child in reversed(node.items())}
    return node


def test_order_of_tables_in_the_file_changes_nothing(tmp_path: Path, alone: Files) -> None:
    backwards = tmp_path / "levc-uk.toml"
    document = reversed_tables(tomllib.loads(levc().resolved_toml()))
    backwards.write_text(tomli_w.dumps(document), encoding="utf-8")
    loaded = load(backwards)
    assert list(loaded.file.plants) == list(reversed(levc().file.plants))
    assert loaded.digest == levc().digest
    files = made(loaded, tmp_path / "out", workers=1)
    # The resolved scenario is written in the order in which its file states it.
    assert_same(files, alone, but=frozenset({"scenario.resolved.toml"}))
