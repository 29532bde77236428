"""Cluster: where the workers of a study are found, and what keeps what passes the wire safe."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sim.core.errors import WrongUse

LOCAL: Final = "local"


@dataclass(frozen=True, slots=True)
class Tls:
    """Files in PEM format that prove who is who: the authority's certificate, one's own, and its key."""

    authority: Path
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster: the address of its scheduler, or `local` for one of this machine made for the study.

    Whoever can reach a scheduler can have it run any code, so without TLS only those of this machine are
    used unless `insecure` says that the network is trusted. Raises WrongUse for an address that cannot be
    used, and for files of `tls` that do not exist.
    """

    address: str
    tls: Tls | None = None
    insecure: bool = False

    def __post_init__(self) -> None:
        _require(isinstance(self.address, str), f"the address of a cluster is text, not {self.address!r}")
        _require(isinstance(self.insecure, bool), f"insecure is True or False, not {self.insecure!r}")
        if self.address != LOCAL:
            self._check_address()
        if self.tls is not None:
            _require(isinstance(self.tls, Tls), f"tls is a Tls with three files, not {self.tls!r}")
            for path in (self.tls.authority, self.tls.certificate, self.tls.key):
                _require(isinstance(path, str | Path), f"a file of tls is a path, not {path!r}")
                _require(Path(path).is_file(), f"there is no file {path}")

    def _check_address(self) -> None:
        example = "say tcp://127.0.0.1:8786, tls://HOST:PORT or local"
        try:
            parts = urlsplit(self.address)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            message = f"{self.address!r} is no address of a cluster ({error}); {example}"
            raise WrongUse(message) from error
        known = parts.scheme in {"tcp", "tls"} and host is not None and port is not None
        _require(known, f"{self.address!r} is no address of a cluster; {example}")
        _require(
            parts.scheme == "tls" or self.insecure or _is_this_machine(host or ""),
            f"{self.address} is not on this machine, and over tcp anybody on the way can read and change what is "
            "sent, and run code with it; use tls://, or --cluster-insecure on a network that you trust",
        )


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _require(holds: bool, what: str) -> None:  # noqa: FBT001 - a guard reads best positionally
    if not holds:
        raise WrongUse(what)
