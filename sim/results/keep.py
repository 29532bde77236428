"""Keep: of how many replications the series, shipments and reviews are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from sim.core.errors import WrongUse
from sim.core.known import unknown

ALL: Final = "all"
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Keep:
    """How many replications, from the first, keep something; None: all of them.

    Measures, drawn inputs and switches are kept of every replication. Any other can be made again, so what
    is left out is not lost.
    """

    series: int | None = None
    """Monthly series, which the bands are made of."""
    shipments: int | None = 0
    """Every shipment: tens of thousands of rows a replication in a large world."""
    reviews: int | None = 20
    """The whole ranking of every sourcing review of the programme in question: some hundred rows each."""

    @classmethod
    def of(cls, asked: Mapping[str, str | int]) -> "Keep":
        """What differs from the rule, by name: `all`, `none` or a number. Raises WrongUse."""
        names = [field.name for field in fields(cls)]
        faults = [fault for name in asked if (fault := unknown("keeping", name, names)) is not None]
        faults += [
            f"{name} are kept of `all`, `none` or a number of replications, not {how!r}"
            for name, how in asked.items()
            if name in names and not _is_meant(how)
        ]
        if faults:
            raise WrongUse("\n".join(faults))
        return cls(**{name: _number(how) for name, how in asked.items()})

    @property
    def in_words(self) -> str:
        """What differs from the rule as options of the command line, a space before each."""
        rule, words = AS_A_RULE, {None: ALL, 0: NONE}
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        return "".join(
            f" --keep {name}={words.get(number, number)}"
            for name, number in asked.items()
            if number != getattr(rule, name)
        )

    def keeps(self, name: str, replication: int) -> bool:
        """Whether a replication keeps something."""
        return replication < self.number(name, replication + 1)

    def number(self, name: str, replications: int) -> int:
        """How many of so many replications keep something."""
        limit: int | None = getattr(self, name, None)
        return replications if limit is None else min(limit, replications)


AS_A_RULE: Final = Keep()


def _is_meant(how: object) -> bool:
    return str(how) in {ALL, NONE} or str(how).isdecimal()


def _number(how: str | int) -> int | None:
    return {ALL: None, NONE: 0}[str(how)] if str(how) in {ALL, NONE} else int(how)
