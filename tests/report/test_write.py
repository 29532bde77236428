import pytest

from sim.api import compare
from sim.core.errors import OutputFailed
from sim.report.material.evidence import evidence_of
from sim.report.page.page import planned
from sim.report.write import WRITTEN, write_report
from sim.results.folder import verify
from sim.study.replay import stored
from tests.report.studies import loaded, study_of


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("written"))


def test_a_report_made_again_from_kept_evidence_has_the_same_bytes(scenario, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.report.page.page.planned", lambda *asked: list(planned(*asked))[-1:])
    monkeypatch.setattr("sim.report.write.render", lambda page: page.material.evidence[0].key.encode())
    study = study_of(scenario)
    page = write_report(study, tmp_path, evidence=evidence_of(scenario))
    first = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}
    assert page == tmp_path / "report.html"
    assert {path.relative_to(tmp_path).parts[0] for path in first} == set(WRITTEN)
    (tmp_path / "figures" / "stale.svg").write_text("old")
    write_report(study, tmp_path)
    again = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}
    assert again == first


def test_a_reported_study_is_whole_read_back_and_reported_the_same(scenario, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.report.page.page.planned", lambda *_: [])
    monkeypatch.setattr("sim.report.write.render", lambda page: str(page.key_figures).encode())
    study = compare(scenario, replications=3, workers=1, out=tmp_path)
    page = write_report(study, study.folder, evidence=evidence_of(scenario))
    first = {
        path: path.read_bytes()
        for path in sorted(study.folder.rglob("*.*"))
        if path.suffix not in {".json", ".sqlite", ".lock"}
    }
    assert verify(study.folder) == ()
    assert write_report(stored(study.folder), study.folder) == page
    assert verify(study.folder) == ()
    assert {path: path.read_bytes() for path in first} == first


def test_a_folder_that_takes_no_files_is_an_output_error(scenario, tmp_path, monkeypatch):
    (tmp_path / "report.html").mkdir()
    monkeypatch.setattr("sim.report.write.gather", lambda *_: None)
    monkeypatch.setattr("sim.report.page.page.planned", lambda *_: [])
    monkeypatch.setattr("sim.report.write.report_files", lambda _: {"report.html": b"x"})
    with pytest.raises(OutputFailed, match=r"report\.html"):
        write_report(None, tmp_path)
