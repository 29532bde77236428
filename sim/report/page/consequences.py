"""Consequences: what the best alternative changes beside landed cost, in one sentence."""

import math

from sim.report.material.material import Material
from sim.rules.measures.catalogue import BY_NAME, CONSEQUENCES
from sim.rules.measures.key import Phrase
from sim.statistics.digits import ends, signed
from sim.statistics.paired import PairedDifference
from sim.study.comparison_study import ComparisonStudy


def consequences(material: Material) -> str:
    """The second sentence of the answer; empty where nothing is compared or nothing else differs."""
    study = material.study
    if not isinstance(study, ComparisonStudy) or not study.answer.arm:
        return ""
    found = [study.difference(study.answer.arm, name) for name in CONSEQUENCES]
    known = [each for each in found if each.n and not math.isnan(each.low) and not each.equal]
    gains = [_change(each) for each in known if each.high < 0]
    losses = [_change(each) for each in known if each.low > 0]
    either = [_phrase(each).noun for each in known if each.low <= 0 <= each.high]
    told = ", but ".join(_listed(changes) for changes in (gains, losses) if changes)
    rest = f"no difference can be told in {_listed(either)}" if either else ""
    return f"With {study.answer.arm}, {'; '.join(filter(None, (told, rest)))}." if told or rest else ""


def _change(found: PairedDifference) -> str:
    """A change whose sign is sure, in a clause with its interval."""
    phrase = _phrase(found)
    low, high = sorted((abs(found.low), abs(found.high)))
    amount = signed(abs(found.mean), found.half_width, "")
    span = f"({' to '.join(ends(low, high, plus=''))})" if found.half_width else ""
    way = phrase.less if found.mean < 0 else phrase.more
    return " ".join(filter(None, (phrase.subject, amount, phrase.unit, way, span)))


def _phrase(found: PairedDifference) -> Phrase:
    phrase = BY_NAME[found.measure.name].words.phrase
    assert phrase is not None  # noqa: S101 - a test sees that all consequences have one
    return phrase


def _listed(parts: list[str]) -> str:
    """Clauses in a row: `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
