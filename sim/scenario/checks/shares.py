"""Shares of supply: the agreements of a programme add up to the whole on every day."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from sim.scenario.parts import Parts
from sim.scenario.reading.findings import Finding
from sim.scenario.types.agreements import AgreementSpec

_ROUNDING: Final = 1e-9
"""Shares are written in decimals; their sum in binary is off by less."""
_DAY: Final = dt.timedelta(days=1)

_Agreements = Mapping[str, AgreementSpec]


def share_findings(parts: Parts) -> Iterator[Finding]:
    """Programmes whose agreements do not add up to 1 on some day of the run, each with the first such day.

    An agreement counts from its start to its end. One that has ended runs on as far as others leave room;
    a programme without any agreement yet has no sum.
    """
    if parts.run is None:
        return
    unsure = [faulty.get("programme") for faulty in parts.faulty.get("agreements", ())]
    if not all(isinstance(programme, str) for programme in unsure):
        return
    for programme in sorted({spec.programme for spec in parts.agreements.values()} - set(unsure)):
        own = {id_: spec for id_, spec in sorted(parts.agreements.items()) if spec.programme == programme}
        for day in _days_of_change(own, parts.run.start, parts.run.end):
            finding = _on(day, own, programme)
            if finding is not None:
                yield finding
                break


def _days_of_change(agreements: _Agreements, first: dt.date, last: dt.date) -> list[dt.date]:
    starts = {spec.start for spec in agreements.values()}
    ends = {spec.end + _DAY for spec in agreements.values() if spec.end is not None and spec.end < last}
    return sorted(day for day in {first, *starts, *ends} if first <= day <= last)


def _on(day: dt.date, agreements: _Agreements, programme: str) -> Finding | None:
    begun = {id_: spec for id_, spec in agreements.items() if spec.start <= day}
    active = {id_: spec for id_, spec in begun.items() if spec.end is None or spec.end >= day}
    total = sum(spec.share for spec in active.values())
    with_ended = sum(spec.share for spec in begun.values())
    if not active or (total <= 1 + _ROUNDING and with_ended >= 1 - _ROUNDING):
        return None
    newest = max(active, key=lambda id_: (active[id_].start, id_))
    sum_text = " + ".join(f"{spec.share:g}" for spec in active.values())
    message = f"the shares of programme {programme} on {day} are {sum_text} = {total:g}, and need to be 1"
    return Finding(("agreements", newest, "share"), message, f"active: {', '.join(active)}")
