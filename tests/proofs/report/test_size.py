"""A report is as large for 100,000 replications as for 100, and is made in bounded time and memory."""

import resource
import time

import pytest

from sim.api import compare
from sim.report.material.evidence import evidence_of
from sim.report.write import write_report
from tests.report.repeated import repeat
from tests.report.studies import loaded

LARGEST = 3_000_000
FEW, MANY = 100, 100_000


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _report(scenario, replications, folder):
    """Page of a study, processor seconds of its report, and the peak of memory with it in MB."""
    study = compare(scenario, replications=replications, workers=1, out=folder)
    start = time.process_time()
    page = write_report(study, study.folder, evidence=evidence_of(scenario))
    return page, time.process_time() - start, _peak_mb()


@pytest.mark.verify
@pytest.mark.timeout(0)
def test_the_report_of_a_hundred_thousand_replications(proof, tmp_path, monkeypatch):
    repeat(monkeypatch, 20)
    scenario = loaded(tmp_path)
    few, _, _ = _report(scenario, FEW, tmp_path / "few")
    many, seconds, peak = _report(scenario, MANY, tmp_path / "many")
    book = (many.parent / "report.xlsx").stat().st_size
    ratio = many.stat().st_size / few.stat().st_size
    proof(f"size of the page of {MANY:,} replications", f"{many.stat().st_size:,} bytes", f"{LARGEST:,}")
    proof(f"the same over that of {FEW}", f"{ratio:.3f}", "1.1")
    proof("size of its workbook", f"{book:,} bytes", f"{LARGEST:,}")
    proof("processor time of its report", f"{seconds:.0f} s", "120 s")
    proof("memory at its peak, study and report in one process", f"{peak:.0f} MB", "1,500 MB")
    assert many.stat().st_size < LARGEST
    assert ratio < 1.1
    assert book < LARGEST
    assert seconds < 120
    assert peak < 1_500
