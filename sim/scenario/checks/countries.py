"""Countries: their codes, and the boxes in which they and their territories lie (`countries.csv`).

The boxes are those of the subunits of Natural Earth's 1:50,000,000 map (public domain), as the package
country-bounding-boxes 0.2.3 lists them, in degrees, rounded outwards to a tenth: a country that crosses the antimeridian
has boxes on both sides of it, and a state also those of its territories with a code of their own. Five that
the map leaves out were added by hand, one of them without boxes. Codes are those of ISO 3166-1, and XK.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("countries.csv")
_MARGIN_DEGREES: Final = 1.0
"""The map leaves out small islands, and rounds off coasts."""
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Country:
    """A country's name, and its boxes as (west, south, east, north) in degrees, west < east; none: not known."""

    name: str
    boxes: tuple[tuple[float, float, float, float], ...]

    def may_hold(self, latitude: float, longitude: float) -> bool:
        """Whether a place lies in one of its boxes, or a degree around it."""
        return not self.boxes or any(
            south - _MARGIN_DEGREES <= latitude <= north + _MARGIN_DEGREES
            and west - _MARGIN_DEGREES <= longitude <= east + _MARGIN_DEGREES
            for west, south, east, north in self.boxes
        )


@cache
def countries() -> Mapping[str, Country]:
    """All countries by ISO 3166-1 alpha-2 code, in order."""
    found: dict[str, Country] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for code, name, *sides in list(csv.reader(file))[1:]:
            west, south, east, north = sides
            boxes = ((float(west), float(south), float(east), float(north)),) if west else ()
            known = found.get(code, Country(name, ()))
            found[code] = Country(name, known.boxes + boxes)
    return found


def code_meant(code: str) -> str:
    """`did you mean …?` for a code that is none: by the letters of a name, or with its own changed round; else empty."""
    turned = [known for known in countries() if known == code[::-1]]
    initials = [known for known, country in countries().items() if _initials(country.name) == code]
    begun = [known for known, country in countries().items() if country.name.upper().startswith(code)]
    likely = list(dict.fromkeys([*initials, *begun, *turned]))[:_MOST_NAMED]
    if not likely:
        return "codes are those of ISO 3166-1 alpha-2"
    return f"did you mean {' or '.join(f'{known} ({countries()[known].name})' for known in likely)}?"


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())
