"""Exports for map and graph programs: sites and flows as GeoJSON, the network as GraphML and GEXF."""

import json
from collections.abc import Mapping
from typing import Any

from sim.core.units import WH_PER_GWH
from sim.network.export import gexf, graphml
from sim.network.graph import LogisticsNetwork
from sim.report.flows import hops_of_year
from sim.report.material import Material
from sim.report.text import inert

Flows = dict[str, dict[str, str | int | float | bool]]


def network_files(material: Material) -> dict[str, bytes]:
    """The files by name; flows are the shown arm's in the representative replication, whole run."""
    run = material.runs[material.arm]
    network = LogisticsNetwork(run.scenario, run.topology)
    flows = _by_leg(material)
    return {
        "sites.geojson": _collection(_points(material)),
        "flows.geojson": _collection(_lines(material)),
        "network.graphml": graphml(network, flows),
        "network.gexf": gexf(network, flows),
    }


def _by_leg(material: Material) -> Flows:
    found: Flows = {}
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
    """Sites, with the nameplate at the end of the run for those with a plant."""
    scenario, record = material.scenario, material.runs[material.arm].record
    plants = {spec.site: plant for plant, spec in sorted(scenario.plants.items())}
    features = []
    for id_, site in sorted(scenario.sites.items()):
        properties: dict[str, Any] = {
            "id": id_,
            "name": inert(site.name),
            "kind": site.kind,
            "country": site.country,
            "zone": site.zone,
        }
        if id_ in plants:
            plant = plants[id_]
            nameplate_wh = int(record.plants[plant].nameplate_wh_per_year[-1])
            properties |= {
                "plant": plant,
                "supplier": scenario.plants[plant].supplier,
                "end_nameplate_gwh_per_year": nameplate_wh / WH_PER_GWH,
            }
        features.append(_feature(id_, properties, "Point", [site.longitude, site.latitude]))
    return features


def _lines(material: Material) -> list[dict[str, Any]]:
    """Flows leg by leg, from site to site."""
    sites, features = material.scenario.sites, []
    for at, (hop, amount) in enumerate(hops_of_year(material.tables[material.arm]["flows"], None).items()):
        ends = [[sites[id_].longitude, sites[id_].latitude] for id_ in (hop.from_site, hop.to_site)]
        properties = hop._asdict() | {
            "energy_gwh": amount.gwh,
            "loads": amount.loads,
            "emissions_t_co2e": amount.t_co2e,
        }
        features.append(_feature(f"flow-{at}", properties, "LineString", ends))
    return features


def _feature(id_: str, properties: Mapping[str, Any], kind: str, coordinates: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": id_,
        "properties": dict(properties),
        "geometry": {"type": kind, "coordinates": coordinates},
    }
