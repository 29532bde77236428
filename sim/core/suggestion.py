"""Suggestions: the valid name nearest to one that is not."""

import difflib
import unicodedata
from collections.abc import Iterable
from typing import Final

_ENOUGH_ALIKE: Final = 0.6
_LONGEST: Final = 60
_MOST_SHOWN: Final = 8
_MOST_COMPARED: Final = 10_000
_MOST_NAMES: Final = 1_000
"""Among more it would take seconds to look for the nearest."""


class Suggestions:
    """Suggestions for the names of one file; none any more once so many were compared that it takes a second."""

    def __init__(self) -> None:
        self._left = _MOST_COMPARED

    def did_you_mean(self, name: str, valid: Iterable[str], *, listed: bool = True) -> str:
        """The same as the function, as long as it does not take too long."""
        names = set(valid)
        self._left -= len(names)
        return did_you_mean(name, names, listed=listed) if self._left > 0 else ""


def did_you_mean(name: str, valid: Iterable[str], *, listed: bool = True) -> str:
    """`did you mean x?` for the valid name most like a wrong one, else the valid names, if these are few.

    Empty where there is nothing to suggest.
    """
    names = sorted(set(valid))
    if len(names) > _MOST_NAMES:
        return ""
    near = nearest(name, names)
    if near is not None:
        return f"did you mean {near}?"
    return f"known: {', '.join(names)}" if listed and 0 < len(names) <= _MOST_SHOWN else ""


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """The valid name most like a wrong one, None where none is alike."""
    by_form = {_form(known): known for known in valid}
    form = _form(name)[:_LONGEST]
    near = difflib.get_close_matches(form, by_form, n=_MOST_SHOWN, cutoff=_ENOUGH_ALIKE)
    # Letters that changed places are likelier than a wrong letter, though difflib finds both as near; and a
    # name that only looks like a valid one is not meant.
    near.sort(key=lambda known: (sorted(known) != sorted(form), not known.isascii()))
    return by_form[near[0]] if near else None


def in_ascii(name: str) -> str:
    """The name without accents, and with plain letters for wide, raised or joined ones; other letters stay."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def strange_letter(name: str) -> str:
    """Which letter of a name only looks like one of the alphabet, or like none at all; empty where none does."""
    for at, letter in enumerate(in_ascii(name), start=1):
        if not letter.isascii():
            return f"character {at} is U+{ord(letter):04X}, {unicodedata.name(letter, 'without a name')}"
    return ""


def _form(name: str) -> str:
    return name.lower().replace("_", "-").replace(" ", "-")
