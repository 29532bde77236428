"""Lines of a map over the antimeridian: the short way round, cut where the longitude jumps from 180 to -180 degrees."""

from typing import Any, Final

Position = tuple[float, float]
"""(longitude, latitude) in degrees, -180 <= longitude <= 180."""

_ROUND: Final = 360.0
_HALF: Final = 180.0


def short_way(start: Position, end: Position) -> Position:
    """The end of a straight line as it lies from the start by the short way: at most 180 degrees of longitude off."""
    off = end[0] - start[0]
    if abs(off) <= _HALF:
        return end
    return end[0] - _ROUND if off > 0 else end[0] + _ROUND, end[1]


def cut_line(start: Position, end: Position) -> list[list[Position]]:
    """A straight line by the short way as one or two pieces that lie within -180 to 180 degrees (RFC 7946, 3.1.9)."""
    beyond = short_way(start, end)
    if beyond == end:
        return [[start, end]]
    edge = _HALF if beyond[0] > end[0] else -_HALF
    part = (edge - start[0]) / (beyond[0] - start[0])
    latitude = start[1] + part * (end[1] - start[1])
    pieces = [[start, (edge, latitude)], [(-edge, latitude), end]]
    return [[one, other] for one, other in pieces if one != other]


def line_geometry(start: Position, end: Position) -> dict[str, Any]:
    """GeoJSON geometry of a straight line: a LineString, or a MultiLineString where the antimeridian cuts it."""
    pieces = [[list(position) for position in piece] for piece in cut_line(start, end)]
    if len(pieces) == 1:
        return {"type": "LineString", "coordinates": pieces[0]}
    return {"type": "MultiLineString", "coordinates": pieces}
