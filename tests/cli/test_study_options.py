import re
import shlex

import pytest

from sim.results.folder import read_manifest
from sim.results.keep import Keep
from sim.study.replications import Arm
from tests.cli.terminal import cellswitch


@pytest.fixture
def short(small, tmp_path, without_report):
    """What is typed for a short study of the small scenario."""
    return ("compare", small, "--out", tmp_path / "out", "-n", 4)


def test_the_need_of_disk_is_said(short):
    assert re.search(
        r"^4 replications need about \d+\.\d .B in .*, .* are free$",
        cellswitch(*short, "--workers", 1).err,
        re.MULTILINE,
    )


def test_what_is_kept_can_be_chosen(short, tmp_path):
    said = cellswitch(*short, "--workers", 1, "--keep", "shipments=2", "--keep", "reviews=none")

    assert said.code == 0, said.err
    (folder,) = (tmp_path / "out").iterdir()
    assert read_manifest(folder)["keep"] == {"series": None, "shipments": 2, "reviews": 0}
    assert {line.split(",")[1] for line in (folder / "shipments.csv").read_text().splitlines()[1:]} == {
        "0",
        "1",
    }


def test_the_help_tells_what_is_kept_as_a_rule(short):
    (told,) = re.findall(r"\[default: (series=.*?)\]", " ".join(cellswitch("compare", "--help").out.split()))
    assert Keep.of(dict(each.split("=") for each in told.split(", "))) == Keep()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--keep", "review=all"], "did you mean reviews"),
        (["--keep", "reviews"], "WHAT=HOW"),
        (["--cluster", "tcp://10.0.0.1:8786"], "--cluster-insecure"),
        (["--cluster", "somewhere"], "no address of a cluster"),
        (["--cluster", "tcp://127.0.0.1:8786", "--workers", 2], "workers is for this machine"),
        (["--cluster", "tls://a:1", "--cluster-tls", "ca.pem", "node.pem", "node.key"], "there is no file"),
    ],
)
def test_options_without_sense_are_wrong_use(short, options, said):
    found = cellswitch(*short, *options)

    assert found.code == 2
    assert said in found.err


def test_a_replication_that_fails_is_named_with_the_command_that_makes_it_again(short, monkeypatch):
    simulate = Arm.simulate

    def failing(self, root_seed, replication, design):
        if replication == 2:
            message = "it does not balance"
            raise ArithmeticError(message)
        return simulate(self, root_seed, replication, design)

    monkeypatch.setattr(Arm, "simulate", failing)
    said = cellswitch(*short, "--workers", 1)

    assert said.code == 3
    assert "replication 2 failed: ArithmeticError: it does not balance" in said.err
    (typed,) = re.findall(r"cellswitch (verify .* --replay 2)", said.err)
    again = cellswitch(*shlex.split(typed))
    assert again.code == 70
    assert "ArithmeticError: it does not balance" in again.err

    monkeypatch.undo()
    assert "failed when the study was made, and does not now" in cellswitch(*shlex.split(typed)).err
