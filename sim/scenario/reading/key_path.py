"""Key paths: where a value stands in a scenario, as a tuple inside and dotted for people."""

import re
from typing import Final, TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys of tables and positions in lists, outermost first."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_~-]+")
_PART: Final = re.compile(r"""[ \t]*(?:"([^"]*)"|'([^']*)'|([^\s."'=]+))[ \t]*(\.|$)""")
_LONGEST_KEY: Final = 80
LONGEST_SHOWN: Final = 60
"""Characters of a value that a fault shows."""


def dotted(path: KeyPath) -> str:
    """The path as people read it: `prices.europe.points.3.eur_per_kwh`; unusual keys stand in quotes."""
    return ".".join(_shown(str(part)) for part in path)


def key_path(text: str) -> tuple[str, ...]:
    """The keys of a dotted path such as `legs."a.b".km`. Raises ValueError where it is none."""
    keys: list[str] = []
    at, more = 0, True
    while more:
        part = _PART.match(text, at)
        if part is None:
            message = "is not a dotted key path"
            raise ValueError(message)
        keys.append(next(group for group in part.groups() if group is not None))
        at, more = part.end(), part[4] == "."
    return tuple(keys)


def _shown(key: str) -> str:
    text = key if _PLAIN.fullmatch(key) else quoted(key)
    return text if len(text) <= _LONGEST_KEY else text[:_LONGEST_KEY] + "…"


def quoted(text: str) -> str:
    """The text in double quotes, fit to print."""
    return f'"{printable(text)}"'


def shortened(text: str) -> str:
    """The text, cut off where nobody would read on."""
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def printable(text: str) -> str:
    """The text with what cannot be printed escaped, so that it cannot command a terminal."""
    if text.isprintable():
        return text
    escaped = (char.encode("unicode_escape", "replace").decode() for char in text)
    return "".join(char if char.isprintable() else code for char, code in zip(text, escaped, strict=True))
