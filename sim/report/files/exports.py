"""Exports for map and graph programs: sites and flows as GeoJSON, the network as GraphML and GEXF."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sim.core.units import WH_PER_GWH
from sim.network.export import gexf, graphml
from sim.network.geometry import line_geometry
from sim.network.graph import LogisticsNetwork
from sim.report.material.flows import hops_of_year
from sim.report.material.material import Material
from sim.report.material.text import inert

FlowTotals = dict[str, dict[str, str | int | float | bool]]


def network_files(material: Material) -> dict[str, Callable[[], bytes]]:
    """Makers of the files by name; flows are the shown arm's in the representative replication, whole run."""
    run = material.runs[material.arm]
    network = LogisticsNetwork(run.scenario, run.topology)
    return {
        "sites.geojson": lambda: _collection(_points(material)),
        "flows.geojson": lambda: _collection(_lines(material)),
        "network.graphml": lambda: graphml(network, _by_leg(material)),
        "network.gexf": lambda: gexf(network, _by_leg(material)),
    }


def _by_leg(material: Material) -> FlowTotals:
    found: FlowTotals = {}
    for hop, amount in hops_of_year(material.tables[material.arm]["flows"], None).items():
        leg = found.setdefault(hop.leg, {"energy_gwh": 0.0, "loads": 0, "emissions_t_co2e": 0.0})
        leg["energy_gwh"] = float(leg["energy_gwh"]) + amount.gwh
        leg["loads"] = int(leg["loads"]) + amount.loads
        leg["emissions_t_co2e"] = float(leg["emissions_t_co2e"]) + amount.t_co2e
    return found


def _collection(features: list[dict[str, Any]]) -> bytes:
    document = {"type": "FeatureCollection", "features": features}
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode(
        "utf-8", "replace"
    )


def _points(material: Material) -> list[dict[str, Any]]:
    """Every plant and every programme at its site, and each site that has none."""
    scenario = material.scenario
    plants = {plant: spec.site for plant, spec in sorted(scenario.plants.items())}
    programmes = {programme: spec.site for programme, spec in sorted(scenario.programmes.items())}
    bare = {id_: id_ for id_ in sorted(scenario.sites.keys() - {*plants.values(), *programmes.values()})}
    return [
        *(_place(material, "plant", *each, _plant(material, each[0])) for each in plants.items()),
        *(_place(material, "programme", *each, _programme(material, each[0])) for each in programmes.items()),
        *(_place(material, "site", *each, {}) for each in bare.items()),
    ]


def _place(
    material: Material, feature: str, id_: str, site_id: str, more: Mapping[str, Any]
) -> dict[str, Any]:
    site = material.scenario.sites[site_id]
    properties: dict[str, Any] = {
        "feature": feature,
        "id": site_id,
        "name": inert(site.name),
        "kind": site.kind,
        "country": site.country,
        "zone": site.zone,
    }
    point = {"type": "Point", "coordinates": [site.longitude, site.latitude]}
    return _feature(f"{feature}/{id_}", {**properties, **more}, point)


def _plant(material: Material, plant: str) -> dict[str, Any]:
    """A plant with its nameplate at the end of the run."""
    nameplate_wh = int(material.runs[material.arm].record.plants[plant].nameplate_wh_per_year[-1])
    return {
        "plant": plant,
        "supplier": material.scenario.plants[plant].supplier,
        "end_nameplate_gwh_per_year": nameplate_wh / WH_PER_GWH,
    }


def _programme(material: Material, programme: str) -> dict[str, Any]:
    return {"programme": programme, "oem": material.scenario.programmes[programme].oem}


def _lines(material: Material) -> list[dict[str, Any]]:
    """Flows leg by leg, from site to site."""
    sites, features = material.scenario.sites, []
    for at, (hop, amount) in enumerate(hops_of_year(material.tables[material.arm]["flows"], None).items()):
        start, end = ((sites[id_].longitude, sites[id_].latitude) for id_ in (hop.from_site, hop.to_site))
        properties = hop._asdict() | {
            "energy_gwh": amount.gwh,
            "loads": amount.loads,
            "emissions_t_co2e": amount.t_co2e,
        }
        features.append(_feature(f"flow-{at}", properties, line_geometry(start, end)))
    return features


def _feature(id_: str, properties: Mapping[str, Any], geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": id_, "properties": dict(properties), "geometry": dict(geometry)}
