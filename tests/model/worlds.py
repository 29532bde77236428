"""Runs of small worlds for the tests of the model."""

from collections.abc import Mapping
from typing import Any

from sim.core.records import RunRecord
from sim.core.streams import Streams
from sim.model.replication import replicate
from sim.sample.design import MonteCarlo
from sim.sample.path import draw
from tests.builders import scenario


def run(changes: Mapping[str, Any] | None = None, *, root_seed: int = 7, replication: int = 0) -> RunRecord:
    """The record of one replication of the small world with dotted-key changes."""
    return replicate(draw(scenario(changes), Streams(root_seed, replication), MonteCarlo()))
