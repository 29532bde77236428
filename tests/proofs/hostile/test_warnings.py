"""What is possible but hardly meant is warned of by `check` itself, which still accepts the file."""

import json
from pathlib import Path

import pytest

from tests.cli.terminal import cellswitch
from tests.proofs.hostile.faulty_files import CORPUS, SOUND
from tests.verification import Proof

SQUARE = [[-4.0, 48.0], [7.0, 48.0], [7.0, 56.0], [-4.0, 56.0], [-4.0, 48.0]]
WARNED: dict[str, tuple[str, str, str]] = {
    "a programme larger than all plants together": (
        "[programmes.car.demand]\npoints = [{ date = 2021-07-01, low = 1e6, mode = 2e6, high = 3e6 }]\n",
        "programmes.car.demand", "needs up to 100 GWh a year, more than all plants together (29 GWh)",
    ),
    "GWh that look like MWh": (
        "[plants.far-plant.phases.p1]\nnameplate_gwh = 20000.0\n",
        "plants.far-plant.phases.p1.nameplate_gwh", "is it MWh?",
    ),
    "MWh of a truck that look like kWh": (
        "[freight]\ntruck_mwh.nmc = 4000.0\n", "freight.truck_mwh.nmc", "is hardly in MWh",
    ),
    "kWh of a vehicle that look like MWh": (
        "[programmes.car]\nkwh_per_vehicle = 0.05\n",
        "programmes.car.kwh_per_vehicle", "is hardly in kWh",
    ),
    "EUR/kWh that look like EUR/MWh": (
        "[prices.europe-nmc]\npoints = [{ date = 2021-07-01, eur_per_kwh = 90000.0 }]\n",
        "prices.europe-nmc.points.0.eur_per_kwh", "is hardly in EUR/kWh",
    ),
    "a leg faster than a lorry may drive": (
        "[legs]\nnear-road.transit_days = 0.1\n", "legs.near-road.transit_days", "is faster than a lorry may drive",
    ),
    "a road mode faster than a lorry may drive": (
        "[modes.road]\nkm_per_day = 2000.0\n", "modes.road.km_per_day", "is faster than a lorry may drive",
    ),
    "a leg shorter than the great circle": (
        "[legs]\nnear-road.km = 200.0\n", "legs.near-road.km", "is shorter than the great circle of 278 km",
    ),
    "a site in the sea": (
        'seeds = "seeds"\n\n[sites.port-eu]\nlatitude = 57.0\n\n[sites.near-works]\nlongitude = 6.5\nlatitude = 56.5\n',
        "sites.near-works", "lies in the sea",
    ),
    "a start before the announcement": (
        "[plants.near-plant]\nphases.p1.start.sop = 2020-07-01\n",
        "plants.near-plant.phases.p1.start.sop", "is before the announcement, 2021-01-01",
    ),
    "a phase announced before its plant": (
        "[plants.near-plant]\nphases.p1.announced = 2020-07-01\n",
        "plants.near-plant.phases.p1.announced", "is before the plant's announcement",
    ),
    "a launch after the end": (
        "[programmes.car]\nlaunch = 2040-01-01\n", "programmes.car.launch", "lies outside the run",
    ),
    "a programme that no plant makes cells for": (
        'remove = ["agreements.car-far"]\n\n[programmes.car]\nformat = "can"\n',
        "programmes.car.format", "no plant makes nmc cells in format can",
    ),
}  # fmt: skip
"""By what is hardly meant: the lines laid over the sound file, the key that is warned of, and the words."""


def laid_over(lines: str, folder: Path) -> Path:
    """The sound file with other lines over it, and a coast that all its sites lie behind."""
    (folder / SOUND).write_bytes((CORPUS / SOUND).read_bytes())
    (folder / "seeds").mkdir()
    land = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    far = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[[20, 60], [21, 60], [21, 61], [20, 60]]]},
    }
    (folder / "seeds" / "coastline.geojson").write_text(
        json.dumps({"features": [land, far]}), encoding="utf-8"
    )
    path = folder / "warned.toml"
    path.write_text(f'extends = "{SOUND}"\n{lines}', encoding="utf-8")
    return path


@pytest.mark.parametrize("what", WARNED)
def test_what_is_hardly_meant_is_warned_of_and_accepted(what: str, tmp_path: Path) -> None:
    lines, key, message = WARNED[what]
    said = cellswitch("check", laid_over(lines, tmp_path))
    assert said.code == 0, said.out
    told = [
        line
        for line in said.err.splitlines()
        if line.startswith(f"warning: {tmp_path}") and f": {key}: " in line
    ]
    assert len(told) == 1, said.err
    assert message in told[0]


def test_the_sound_file_is_not_warned_of(tmp_path: Path, proof: Proof) -> None:
    said = cellswitch("check", laid_over('seeds = "seeds"\n', tmp_path))
    proof(
        f"warnings of a sound file, of {len(WARNED)} kinds of what is hardly meant",
        len(said.err.splitlines()),
        "0",
    )
    assert (said.code, said.err) == (0, "")
