"""Parts: shares of supply in whole billionths, so that they add up exactly."""

import math
from typing import Final

WHOLE: Final = 1_000_000_000
"""The whole supply of a programme. A billionth of 1 GWh is 1 Wh, the model's unit of energy."""

_FLOAT_NOISE: Final = 1e-3
"""What a quotient of two floats may miss of a whole billionth: who has exactly a third free has a third."""


def parts_of(share: float) -> int:
    """Nearest whole billionths of a share (0 to 1)."""
    return round(share * WHOLE)


def share_of(parts: int) -> float:
    """Share (0 to 1) of whole billionths; where parts add up to the whole, shares do at nine decimals."""
    return parts / WHOLE


def capacity_parts(free_gwh_per_year: float, requirement_gwh_per_year: float) -> int:
    """What the free capacity covers of a requirement above 0, rounded down; NaN counts as nothing free."""
    if not free_gwh_per_year > 0:
        return 0
    if free_gwh_per_year >= requirement_gwh_per_year:
        return WHOLE
    return min(WHOLE, math.floor(free_gwh_per_year / requirement_gwh_per_year * WHOLE + _FLOAT_NOISE))
