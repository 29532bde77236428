"""The small scenario files of these proofs: written, loaded and run as a user would."""

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import sim
from sim.study.run import Run
from tests.builders import START, leg, phase, plant, programme, site
from tests.scenario.files import changed, written

Document = dict[str, Any]

EARLIER: Final = dt.date(2018, 1, 1)
ONE_VEHICLE_MWH: Final = 0.05
"""A load of the 50 kWh that one vehicle takes: call-offs are then rounded to the vehicle."""
WH_PER_VEHICLE: Final = 50_000


def lane(days: int, changes: Mapping[str, Any] | None = None) -> Document:
    """A plant `works` of 36.5 GWh a year, a programme `car`, and a road of half a day between them; nobody reviews.

    The run takes so many days in steps of one; loads are of one vehicle.
    """
    document: Document = {
        "run": {"title": "a lane", "start": START, "end": START + dt.timedelta(days=days), "step_days": 1},
        "suppliers": {"cells": {"name": "Cells"}},
        "plants": {"works": plant("cells", "works", phase(36.5, EARLIER), announced=EARLIER)},
        "oems": {"maker": {"name": "Maker"}},
        "programmes": {"car": programme("maker", "line", 36_500.0)},
        "agreements": {"car": {"programme": "car", "plant": "works", "start": EARLIER}},
        "sites": {
            "works": site("cell-plant", "uk", 54.9, -1.5),
            "line": site("vehicle-plant", "uk", 52.4, -1.4),
        },
        "legs": {"road": leg("works", "line", "road", 320.0, transit_days=0.5)},
        "modes": {"road": {"eur_per_km": 1.5, "km_per_day": 650.0, "kg_co2e_per_tkm": 0.078}},
        "freight": {"truck_mwh": {"nmc": ONE_VEHICLE_MWH}},
        "prices": {
            "europe-nmc": {
                "region": "europe",
                "chemistry": "nmc",
                "points": [{"date": START, "eur_per_kwh": 90.0}],
            }
        },
    }
    document["programmes"]["car"]["sourcing"]["policy"] = {"kind": "stay"}
    return changed(document, changes or {})


def loaded(document: Document) -> sim.LoadedScenario:
    """The document as a scenario file that is loaded and checked."""
    with tempfile.TemporaryDirectory() as folder:
        return sim.load(written(Path(folder), document))


def runs(document: Document, n: int, root_seed: int) -> Iterator[Run]:
    """Replications 0 to n - 1 of a document."""
    scenario = loaded(document)
    for replication in range(n):
        yield sim.run(scenario, replication=replication, root_seed=root_seed)


def measures(document: Document, n: int, root_seed: int) -> dict[str, Any]:
    """Measures of a Monte Carlo study of a document by `owner.name`, each of shape (n,)."""
    study = sim.monte_carlo(loaded(document), replications=n, root_seed=root_seed, workers=1)
    return {
        f"{key.owner}.{key.name}": study.matrix[0, :, column] for column, key in enumerate(study.measures)
    }
