"""Keep: of how many replications the series, shipments and reviews are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from sim.core.errors import WrongUse
from sim.scenario.suggestion import did_you_mean

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
        for name in asked:
            if name not in names:
                message = f"there is no keeping {name!r}; {did_you_mean(name, names)}"
                raise WrongUse(message)
        return cls(**{name: _number(name, how) for name, how in asked.items()})

    @property
    def told(self) -> str:
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


def _number(name: str, how: str | int) -> int | None:
    if how == ALL:
        return None
    if how == NONE:
        return 0
    if str(how).isdecimal():
        return int(how)
    message = f"{name} are kept of `all`, `none` or a number of replications, not {how!r}"
    raise WrongUse(message)
