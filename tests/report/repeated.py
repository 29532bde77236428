"""Studies of many replications for little work: a few are made, the others are these again, a little changed."""

from dataclasses import replace

import numpy as np
import pytest

from sim.study.replications import ArmsWorker

_KEPT = {"year", "0/1", "share"}
"""Units of what stays as it is."""


def repeat(monkeypatch: pytest.MonkeyPatch, made: int) -> None:
    """Make only so many replications in truth; amounts of the others differ from them by up to a hundredth."""
    original, known = ArmsWorker.__call__, {}

    def call(self, replication):
        source = replication % made
        if source not in known:
            known[source] = original(self, source)
        if replication < made:
            return known[source]
        factors = [
            1.0 if key.unit in _KEPT else 1 + np.sin(replication) / 100 for key in self.columns.measures
        ]
        facts = tuple({"switches": of["switches"]} for of in known[source].facts)
        return replace(known[source], measures=known[source].measures * factors, facts=facts)

    monkeypatch.setattr(ArmsWorker, "__call__", call)
