"""The network for other programs: GraphML and GEXF for graph tools, GeoJSON for maps."""

import io
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from sim.network.geometry import Position, line_geometry
from sim.network.graph import LogisticsNetwork

if TYPE_CHECKING:
    from sim.network.topology import Graph

GraphAttribute = str | int | float | bool
FlowsByLeg = Mapping[str, Mapping[str, GraphAttribute]]
"""Amounts carried, named with their units, by leg id: `{"a~b~road": {"gwh": 1.5, "loads": 375}}`."""

_NO_FLOWS: Final[FlowsByLeg] = {}
_UNFIT_FOR_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(network: LogisticsNetwork, flows: FlowsByLeg = _NO_FLOWS) -> bytes:
    """GraphML document of the network, an undirected multigraph with leg ids as edge ids."""
    document = io.BytesIO()
    nx.write_graphml_xml(_attributed(network, flows), document)
    return document.getvalue()


def gexf(network: LogisticsNetwork, flows: FlowsByLeg = _NO_FLOWS) -> bytes:
    """GEXF 1.2 document of the network, an undirected multigraph with leg ids as edge ids.

    It goes without the optional `meta` element, whose date would make every day's bytes different.
    """
    writer = GEXFWriter(_attributed(network, flows))
    writer.xml.remove(writer.xml.find("meta"))
    document = io.BytesIO()
    writer.write(document)
    return document.getvalue()


def geojson(network: LogisticsNetwork, flows: FlowsByLeg = _NO_FLOWS) -> str:
    """GeoJSON document of the network: sites as points, legs as straight lines between them, cut at the antimeridian.

    Coordinates are EPSG:4326 with longitude first (RFC 7946). Property `feature` is `site` or `leg`; a leg's
    flows are among its properties.
    """
    collection = {"type": "FeatureCollection", "features": [*_points(network), *_lines(network, flows)]}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _attributed(network: LogisticsNetwork, flows: FlowsByLeg) -> "Graph":
    """The open network as a graph whose nodes and edges carry flat attributes."""
    graph: Graph = nx.MultiGraph()
    for site_id in network.topology.sites:
        graph.add_node(site_id, **_fit(_site_properties(network, site_id)))
    for leg_id, leg in network.legs.items():
        properties = _fit(_leg_properties(network, leg_id, flows))
        graph.add_edge(leg.origin, leg.destination, key=leg_id, **properties)
    return graph


def _fit(properties: Mapping[str, GraphAttribute]) -> dict[str, Any]:
    """Properties without the control characters that XML cannot hold."""
    return {
        key: _UNFIT_FOR_XML.sub("", value) if isinstance(value, str) else value
        for key, value in properties.items()
    }


def _site_properties(network: LogisticsNetwork, site_id: str) -> dict[str, GraphAttribute]:
    return {"id": site_id, **network.topology.sites[site_id].model_dump()}


def _leg_properties(network: LogisticsNetwork, leg_id: str, flows: FlowsByLeg) -> dict[str, GraphAttribute]:
    return {**network.legs[leg_id]._asdict(), **flows.get(leg_id, {})}


def _points(network: LogisticsNetwork) -> list[dict[str, object]]:
    return [
        _feature("site", _site_properties(network, site_id), _point(network, site_id))
        for site_id in network.topology.sites
    ]


def _lines(network: LogisticsNetwork, flows: FlowsByLeg) -> list[dict[str, object]]:
    return [
        _feature("leg", _leg_properties(network, leg_id, flows), _line(network, leg_id))
        for leg_id in network.legs
    ]


def _point(network: LogisticsNetwork, site_id: str) -> dict[str, object]:
    return {"type": "Point", "coordinates": list(_position(network, site_id))}


def _line(network: LogisticsNetwork, leg_id: str) -> dict[str, object]:
    leg = network.legs[leg_id]
    return line_geometry(_position(network, leg.origin), _position(network, leg.destination))


def _position(network: LogisticsNetwork, site_id: str) -> Position:
    site = network.topology.sites[site_id]
    return site.longitude, site.latitude


def _feature(
    kind: str, properties: dict[str, GraphAttribute], geometry: dict[str, object]
) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": properties["id"],
        "properties": {"feature": kind} | properties,
        "geometry": geometry,
    }
