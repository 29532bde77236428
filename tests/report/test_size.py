from sim.api import compare
from sim.report.material.evidence import evidence_of
from sim.report.material.material import gather
from sim.report.pictures import spread, switched
from sim.report.pictures.picture import picture
from tests.report.repeated import repeat
from tests.report.studies import REPLICATIONS, loaded


def test_pictures_of_all_replications_are_not_larger_for_many(tmp_path, monkeypatch):
    repeat(monkeypatch, REPLICATIONS)
    scenario = loaded(tmp_path)
    sizes = []
    for n in (80, 1_600):
        material = gather(compare(scenario, replications=n, workers=1), evidence_of(scenario))
        sizes.append([len(picture(make(material)).svg) for make in (spread.spread, switched.switched)])
    for few, many in zip(*sizes, strict=True):
        assert many < 1.2 * few
