import contextlib
import shutil
import subprocess
import sys

import pytest

from sim.core.errors import ClusterLost, WrongUse
from sim.execution import dask_executor
from sim.execution.cluster import Cluster, Tls
from sim.execution.dask_executor import DaskExecutor
from sim.execution.schedule import work_through
from sim.results.folder import read_manifest
from tests.execution.clusters import running
from tests.execution.test_executor import ran
from tests.study.courses import made
from tests.study.fakes import Raising, Steady
from tests.study.test_course import digest_of, uninterrupted

__all__ = ["uninterrupted"]


@pytest.mark.parametrize(
    "address",
    ["local", "tcp://127.0.0.1:8786", "tcp://[::1]:8786", "tcp://localhost:1", "tls://far.example:1"],
)
def test_addresses_of_this_machine_and_those_with_tls_are_taken(address):
    assert Cluster(address).address == address


@pytest.mark.parametrize("address", ["tcp://10.0.0.1:8786", "tcp://far.example:8786", "tcp://127.evil:8786"])
def test_other_machines_without_tls_are_refused_unless_the_network_is_trusted(address):
    with pytest.raises(WrongUse, match="--cluster-insecure"):
        Cluster(address)

    assert Cluster(address, insecure=True).address == address


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://:1", "tcp://a:b"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(WrongUse, match="no address of a cluster"):
        Cluster(address, insecure=True)


def test_certificates_have_to_be_there(tmp_path):
    with pytest.raises(WrongUse, match=r"there is no file .*ca\.pem"):
        Cluster("tls://far.example:1", Tls(tmp_path / "ca.pem", tmp_path / "node.pem", tmp_path / "node.key"))


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "dask", None)

    with pytest.raises(WrongUse, match=r"cellswitch\[cluster\]"):
        DaskExecutor(Steady(), Cluster("local"))


def test_no_scheduler_is_told(monkeypatch):
    monkeypatch.setattr(dask_executor, "_CONNECT_SECONDS", 0.2)

    with pytest.raises(ClusterLost, match=r"no cluster at tcp://127\.0\.0\.1:9") as raised:
        DaskExecutor(Steady(), Cluster("tcp://127.0.0.1:9"))

    assert raised.value.exit_code == 74


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with running(tmp_path_factory.mktemp("cluster"), 2) as found:
        yield found


def test_a_cluster_makes_the_same_bytes_as_this_process(tmp_path, uninterrupted, cluster):
    study = made(tmp_path, chunk=3, cluster=Cluster(cluster.address))

    assert digest_of(study.folder) == uninterrupted
    assert read_manifest(study.folder)["run"]["cluster"] == cluster.address


def test_a_replication_that_raises_on_a_cluster_is_named(cluster):
    executor = DaskExecutor(Raising((3,)), Cluster(cluster.address))

    chunks, failures = ran(executor, 6, 2)

    assert sum(chunk.count for chunk in chunks) == 5
    assert [(failure.replication, failure.reason) for failure in failures] == [
        (3, "ValueError: replication 3 is bad")
    ]


def test_workers_with_other_code_are_refused(cluster, monkeypatch):
    monkeypatch.setattr(dask_executor, "made_by", lambda: {"code": "other", "python": "2.7"})
    executor = DaskExecutor(Steady(), Cluster(cluster.address))

    with contextlib.closing(executor), pytest.raises(WrongUse, match="another code and python"):
        work_through(executor, [range(4)], lambda _: None)


@pytest.mark.verify
def test_a_local_cluster_makes_the_same_bytes_and_is_gone_afterwards(tmp_path, uninterrupted):
    study = made(tmp_path, chunk=5, workers=2, cluster=Cluster("local"))

    assert digest_of(study.folder) == uninterrupted


def certificates(folder):
    """An authority and a certificate of it, made by openssl."""
    folder.mkdir()
    new, signed = "req -newkey rsa:2048 -nodes -subj", "x509 -req -in node.csr -CA ca.pem -CAkey ca.key"
    for arguments in (
        f"{new} /CN=ca -x509 -days 1 -keyout ca.key -out ca.pem",
        f"{new} /CN=node -keyout node.key -out node.csr",
        f"{signed} -CAcreateserial -days 1 -out node.pem",
    ):
        subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True)
    return Tls(folder / "ca.pem", folder / "node.pem", folder / "node.key")


@pytest.mark.verify
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_with_tls_only_holders_of_a_certificate_are_let_in(tmp_path, uninterrupted, monkeypatch):
    tls, other = certificates(tmp_path / "own"), certificates(tmp_path / "other")
    monkeypatch.setattr(dask_executor, "_CONNECT_SECONDS", 3)
    options = ["--tls-ca-file", tls.authority, "--tls-cert", tls.certificate, "--tls-key", tls.key]
    with running(tmp_path / "cluster", 1, list(map(str, options))) as found:
        assert found.address.startswith("tls://")
        assert digest_of(made(tmp_path / "out", cluster=Cluster(found.address, tls)).folder) == uninterrupted
        with pytest.raises(ClusterLost):
            DaskExecutor(Steady(), Cluster(found.address, other))
        with pytest.raises(ClusterLost):
            DaskExecutor(Steady(), Cluster(found.address.replace("tls", "tcp")))
