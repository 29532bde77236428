"""`cellswitch network`: distances, routes leg by leg, exports."""

import json
from pathlib import Path

import click

from sim.cli.console import show_table, wrote
from sim.cli.options import FOLDER, as_json, scenario_file
from sim.core.errors import WrongUse
from sim.network.export import geojson, gexf, graphml
from sim.network.graph import LogisticsNetwork
from sim.network.route import Route
from sim.sample.uncertain import planned
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.suggestion import nearest

EXPORTS = {"graphml": graphml, "gexf": gexf, "geojson": geojson}


@click.command("network")
@scenario_file
@click.option("--from", "origin", metavar="SITE", help="Where a route begins.")
@click.option("--to", "destination", metavar="SITE", help="Where a route ends.")
@click.option("--closed", multiple=True, metavar="LEG", help="A leg that is closed. May be repeated.")
@click.option("--export", "formats", multiple=True, type=click.Choice(tuple(EXPORTS)), help="Write the network as a file.")
@click.option("--out", type=FOLDER, default=Path(), metavar="DIR", help="Folder for exports. [default: here]")
@as_json
def command(
    file: Path,
    sets: tuple[str, ...],
    origin: str | None,
    destination: str | None,
    closed: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path,
    as_json: bool,  # noqa: FBT001 - click passes flags
) -> None:
    """Logistics distances from every cell plant to every programme of FILE; with --from and --to, one route leg by leg.

    Uncertain numbers stand at the value that everyone expects (the median).
    """
    if (origin is None) != (destination is None):
        raise WrongUse("a route needs both --from and --to")
    scenario = planned(next(iter(load(file, sets).arms.values())))
    network = LogisticsNetwork(scenario)
    shut = frozenset(_known(leg, network.legs, "leg") for leg in closed)
    if origin is not None and destination is not None:
        _show_route(network, scenario, (origin, destination), shut, as_json=as_json)
    elif not formats:
        _show_distances(network, scenario, shut, as_json=as_json)
    for name in formats:
        _export(network, name, out / f"{file.stem}-network.{name}")


def _known(name: str, names: object, kind: str) -> str:
    known = list(names)  # type: ignore[call-overload]
    if name not in known:
        near = nearest(name, known)
        raise WrongUse(f"there is no {kind} {name!r}" + (f"; did you mean {near!r}?" if near else ""))
    return name


def _show_route(
    network: LogisticsNetwork, scenario: Scenario, ends: tuple[str, str], closed: frozenset[str], *, as_json: bool
) -> None:
    origin, destination = (_known(site, scenario.sites, "site") for site in ends)
    route = network.route(origin, destination, closed)
    if route is None:
        raise WrongUse(f"no open route from {origin} to {destination}")
    legs = [network.legs[leg] for leg in route.legs]
    if as_json:
        click.echo(json.dumps(_route_document(route) | {"by_leg": [leg._asdict() for leg in legs]}, indent=1))
        return
    rows = [
        (start, end, leg.mode, f"{leg.km:,.1f}", f"{leg.expected_days:.2f}", f"{leg.eur_per_load:,.0f}",
         f"{leg.kg_co2e_per_load:,.0f}", "border" if leg.border else "")
        for start, end, leg in zip(route.sites, route.sites[1:], legs, strict=False)
    ]  # fmt: skip
    total = ("total", "", "", f"{route.km:,.1f}", f"{route.expected_days:.2f}", f"{route.eur_per_load:,.0f}",
             f"{route.kg_co2e_per_load:,.0f}", f"{route.borders} border(s)")  # fmt: skip
    show_table(
        f"{scenario.sites[origin].name} to {scenario.sites[destination].name}, by {scenario.freight.criterion}",
        ("from", "to", "mode", "km", "days", "EUR/load", "kg CO2e/load", ""),
        [*rows, total],
        caption=f"Days in the total include customs; class 9 surcharge {route.surcharge_eur_per_load:,.0f} EUR a load on top.",
    )


def _route_document(route: Route) -> dict[str, object]:
    fields = ("origin", "destination", "sites", "legs", "modes", "km", "expected_days", "sd_days", "eur_per_load",
              "surcharge_eur_per_load", "kg_co2e_per_load", "borders")  # fmt: skip
    return {field: getattr(route, field) for field in fields}


def _show_distances(network: LogisticsNetwork, scenario: Scenario, closed: frozenset[str], *, as_json: bool) -> None:
    plants = sorted(scenario.plants.items())
    programmes = sorted(scenario.programmes.items())
    routes = {
        (plant, programme): network.route(spec.site, need.site, closed)
        for plant, spec in plants
        for programme, need in programmes
    }
    if as_json:
        rows = [
            {"plant": plant, "programme": programme} | ({} if route is None else _route_document(route))
            for (plant, programme), route in routes.items()
        ]
        click.echo(json.dumps(rows, indent=1))
        return
    table = [
        (programme, *(_km(routes[plant, programme]) for plant, _ in plants)) for programme, _ in programmes
    ]
    show_table(
        f"Logistics distance in km, by {scenario.freight.criterion}", ("programme", *(plant for plant, _ in plants)), table
    )


def _km(route: Route | None) -> str:
    return "no route" if route is None else f"{route.km:,.0f}"


def _export(network: LogisticsNetwork, name: str, path: Path) -> None:
    content = EXPORTS[name](network)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    wrote(path)
