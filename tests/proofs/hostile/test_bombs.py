"""Files made to exhaust whoever reads them: each ends within two seconds, with the faults that a user needs."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.terminal import cellswitch
from tests.proofs.hostile.faulty_files import CORPUS, SOUND
from tests.verification import Proof

TEXT = (CORPUS / SOUND).read_text(encoding="utf-8")
MOST_SECONDS = 2.0
MANY = 100_000
LONG = 1_000_000


def tables(of: str, body: str, count: int) -> str:
    """The sound file with many entities; `#` in the body stands for their number."""
    return TEXT + "".join(f"[{of}{i}]\n{body.replace('#', str(i))}\n" for i in range(count))


SITE = 'name = "x"\nkind = "gateway"\ncountry = "GB"\nlandmass = "britain"\nzone = "uk"\nlatitude = 52.0\nlongitude = 0.0'
PAIR = '[[correlations]]\nfirst = "{0}.oee"\nsecond = "{1}.oee"\nrank_correlation = 0.1\n'
BOMBS: dict[str, tuple[Callable[[], str], int, str]] = {
    "lists in lists": (lambda: f"a = {'[' * MANY}", 65, "nests deeper than 32 levels"),
    "lists in lists, closed": (lambda: f"a = {'[' * MANY}{']' * MANY}", 65, "nests deeper than 32 levels"),
    "tables in tables": (lambda: f"a = {'{a = ' * MANY}", 65, "nests deeper than 32 levels"),
    "a header of many keys": (lambda: f"[{'.'.join('a' * MANY)}]", 65, "nests deeper than 32 levels"),
    "a key of many keys": (lambda: f"{'.'.join('a' * MANY)} = 1", 65, "nests deeper than 32 levels"),
    "many keys of many keys": (
        lambda: "".join(f"a{i}.{'.'.join('b' * 29)} = 1\n" for i in range(4_000)), 65, "holds more than 50000 values",
    ),
    "digits": (lambda: f"a = {'9' * LONG}", 65, "holds a value of 1000000 characters"),
    "digits after the point": (lambda: f"a = 0.{'0' * LONG}1", 65, "holds a value of 1000003 characters"),
    "digits of an exponent": (lambda: f"a = 1e{'9' * LONG}", 65, "holds a value of 1000002 characters"),
    "hexadecimal digits": (lambda: f"a = 0x{'f' * LONG}", 65, "holds a value of 1000002 characters"),
    "parts of a second": (lambda: f"a = 2021-07-01T00:00:00.{'0' * LONG}", 65, "holds a value of 1000020 char"),
    "keys": (lambda: "".join(f"k{i} = 1\n" for i in range(60_000)), 65, "holds more than 50000 values"),
    "elements": (lambda: f"a = [{'1,' * 60_000}]", 65, "holds more than 50000 values"),
    "tables of a list": (lambda: "[[a]]\n" * 60_000, 65, "holds more than 50000 values"),
    "megabytes": (lambda: f'a = "{"x" * 4 * LONG}"', 65, "is larger than 4 MB"),
    "a title of megabytes": (
        lambda: TEXT.replace("a small world", "x" * 3 * LONG), 65, "is longer than 500 characters",
    ),
    "a key of megabytes": (lambda: f'"{"k" * 3 * LONG}" = 1\n{TEXT}', 65, "is not a known key"),
    "backslashes": (lambda: f'a = "{"x" * LONG}{chr(92) * 2 * LONG}"', 65, "is not a known key"),
    "quotes never closed": (lambda: 'a = """' + '""\\' * 900_000, 65, "is not TOML"),
    "a comment of megabytes": (lambda: f"#{'x' * 3 * LONG}\n{TEXT}", 0, "sound"),
    "spaces": (lambda: f"{TEXT}{' ' * 3 * LONG}", 0, "sound"),
    "unknown keys": (
        lambda: f"{TEXT}[study]\n{''.join(f'k{i} = 1{chr(10)}' for i in range(40_000))}", 65,
        "has more faults than the 1000 listed here",
    ),
    "arms": (lambda: tables("arms.a", 'title = "x"', 20_000), 65, "holds more than 500 of them"),
    "removals": (lambda: "remove = [" + '"a.b",' * 40_000 + f"]\n{TEXT}", 65, "holds more than 1000 of them"),
    "layers": (lambda: "extends = [" + f'"{SOUND}",' * 40_000 + "]", 65, "holds more than 50 of them"),
    "suppliers": (lambda: tables("suppliers.s", 'name = "x"', 20_000), 0, "sound"),
    "sites": (lambda: tables("sites.s", SITE, 5_000), 0, "sound"),
    "agreements": (
        lambda: tables(
            "agreements.a", 'programme = "car"\nplant = "far-plant"\nshare = 0.0001\nstart = 2022-01-01', 9_000
        ), 65, "the shares of programme car",
    ),
    "names that are nearly right": (
        lambda: tables("suppliers.name-of-supplier-", 'name = "x"', 900)
        + "".join(
            f'[relationships.r{i}]\noem = "maker"\nsupplier = "nane-fo-suplier-{i}"\nsince = 2020-01-01\n'
            for i in range(5_000)
        ), 65, "there is no supplier of this name",
    ),
    "correlations": (
        lambda: TEXT + PAIR.format("plants.far-plant", "plants.near-plant") * 12_000, 65, "holds more than 500 pairs",
    ),
    "correlations of nothing": (lambda: TEXT + PAIR.format("a", "b") * 12_000, 65, "leads to no number"),
}  # fmt: skip
QUICK = [
    "lists in lists",
    "tables in tables",
    "a header of many keys",
    "a key of many keys",
    "digits",
    "digits of an exponent",
    "hexadecimal digits",
    "megabytes",
]
"""Those that take hundredths of a second."""


def seconds_of(name: str, folder: Path) -> float:
    """Processor time in which `cellswitch check` refuses or accepts a bomb as it should."""
    made, code, message = BOMBS[name]
    (folder / SOUND).write_text(TEXT, encoding="utf-8")
    assert cellswitch("check", folder / SOUND).code == 0  # what is imported first is not timed
    path = folder / "bomb.toml"
    path.write_text(made(), encoding="utf-8")
    began = time.process_time()
    said = cellswitch("check", path)
    seconds = time.process_time() - began
    assert (said.code, message in said.out) == (code, True), said.out[:300]
    return seconds


@pytest.mark.parametrize("name", QUICK)
def test_a_bomb_is_refused_within_two_seconds(name: str, tmp_path: Path) -> None:
    assert seconds_of(name, tmp_path) < MOST_SECONDS


@pytest.mark.verify
def test_every_bomb_ends_within_two_seconds(tmp_path: Path, proof: Proof) -> None:
    seconds = {name: seconds_of(name, tmp_path) for name in BOMBS}
    slowest = max(seconds, key=lambda name: seconds[name])
    what = f"slowest check of {len(seconds)} files made to exhaust it, processor time ({slowest})"
    proof(what, f"{seconds[slowest]:.2f} s", f"{MOST_SECONDS:g} s")
    assert seconds[slowest] < MOST_SECONDS
