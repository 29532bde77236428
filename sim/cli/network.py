"""`cellswitch network`: distances, routes leg by leg, exports."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli.options import FOLDER, as_json, examples, scenario_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.cli.console import Row
    from sim.network.graph import LogisticsNetwork
    from sim.network.route import Route
    from sim.scenario.scenario import Scenario

EXPORTS: Final = ("graphml", "gexf", "geojson")


@click.command(
    "network",
    epilog=examples(
        "network scenarios/levc-uk.toml",
        "network scenarios/levc-uk.toml --from aesc-sunderland --to levc-ansty",
        "network scenarios/levc-uk.toml --from lges-wroclaw --to levc-ansty --closed calais~dover~ferry",
        "network scenarios/levc-uk.toml --export geojson --export graphml --out maps",
    ),
)
@scenario_file
@click.option("--from", "origin", metavar="SITE", help="Where a route begins: a site, plant or programme.")
@click.option("--to", "destination", metavar="SITE", help="Where it ends.")
@click.option("--closed", multiple=True, metavar="LEG", help="A leg that is closed. May be repeated.")
@click.option(
    "--export",
    "formats",
    multiple=True,
    type=click.Choice(EXPORTS),
    help="Write the network. May be repeated.",
)
@click.option("--out", type=FOLDER, default=Path(), metavar="DIR", help="Folder for exports. [default: here]")
@as_json
def command(
    *,
    file: Path,
    sets: tuple[str, ...],
    origin: str | None,
    destination: str | None,
    closed: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path,
    as_json: bool,
) -> None:
    """Show the logistics distance from every cell plant of FILE to every programme.

    With --from and --to, one route leg by leg. Uncertain numbers stand at their medians.
    """
    from sim.cli.planned import planned
    from sim.core.errors import WrongUse
    from sim.network.graph import LogisticsNetwork
    from sim.scenario.load import load

    if (origin is None) != (destination is None):
        message = "a route needs both --from and --to"
        raise WrongUse(message)
    scenario = planned(next(iter(load(file, sets).arms.values())))
    network = LogisticsNetwork(scenario)
    shut = frozenset(_known(leg, network.legs, "leg") for leg in closed)
    if origin is not None and destination is not None:
        _show_route(
            network, scenario, (_site(scenario, origin), _site(scenario, destination)), shut, as_json=as_json
        )
    elif not formats:
        _show_distances(network, scenario, shut, as_json=as_json)
    for name in formats:
        _export(network, name, out / f"{file.stem}-network.{name}")


def _site(scenario: "Scenario", name: str) -> str:
    """The site of that id, or of the plant or programme of that id."""
    if name in scenario.plants and name not in scenario.sites:
        return scenario.plants[name].site
    if name in scenario.programmes and name not in scenario.sites:
        return scenario.programmes[name].site
    return _known(name, scenario.sites, "site")


def _known(name: str, names: "Iterable[str]", kind: str) -> str:
    from sim.core.errors import WrongUse
    from sim.scenario.suggestion import did_you_mean

    known = set(names)
    if name in known:
        return name
    hint = did_you_mean(name, known)
    message = f"there is no {kind} {name!r}" + (f"; {hint}" if hint else "")
    raise WrongUse(message)


def _show_route(
    network: "LogisticsNetwork",
    scenario: "Scenario",
    ends: tuple[str, str],
    closed: frozenset[str],
    *,
    as_json: bool,
) -> None:
    from sim.cli.console import print_json, show_list
    from sim.core.errors import WrongUse

    origin, destination = ends
    route = network.route(origin, destination, closed)
    if route is None:
        message = f"no open route from {origin} to {destination}"
        raise WrongUse(message)
    legs = [network.legs[leg] for leg in route.legs]
    if as_json:
        print_json(_document(route) | {"by_leg": legs})
        return
    customs = (route.expected_days - sum(leg.expected_days for leg in legs)) / max(1, route.borders)
    rows = [
        (scenario.sites[stop].name, leg.mode, f"{leg.km:,.1f}", f"{leg.expected_days + customs * leg.border:.2f}",
         f"{leg.eur_per_load:,.0f}", f"{leg.kg_co2e_per_load:,.0f}", "yes" if leg.border else "")
        for stop, leg in zip(route.sites[1:], legs, strict=True)
    ]  # fmt: skip
    total = ("in all", "", f"{route.km:,.1f}", f"{route.expected_days:.2f}", f"{route.eur_per_load:,.0f}",
             f"{route.kg_co2e_per_load:,.0f}", str(route.borders) if route.borders else "")  # fmt: skip
    show_list(
        f"{scenario.sites[origin].name} to {scenario.sites[destination].name}, best by {scenario.freight.criterion}",
        ("to", "mode", "km", "days", "EUR/load", "kg CO2e/load", "border"),
        [*rows, total],
        note=(
            f"Days include customs (standard deviation over the route: {route.sd_days:.1f} days). "
            f"A dangerous-goods surcharge of {route.surcharge_eur_per_load:,.0f} EUR a load comes on top."
        ),
    )


def _document(route: "Route") -> dict[str, object]:
    from dataclasses import asdict

    return asdict(route)


def _show_distances(
    network: "LogisticsNetwork", scenario: "Scenario", closed: frozenset[str], *, as_json: bool
) -> None:
    from sim.cli.console import print_json, show_grid

    plants, programmes = sorted(scenario.plants), sorted(scenario.programmes)
    routes = {
        (plant, programme): network.route(
            scenario.plants[plant].site, scenario.programmes[programme].site, closed
        )
        for plant in plants
        for programme in programmes
    }
    if as_json:
        rows = [
            {"plant": plant, "programme": programme, "route": None if route is None else _document(route)}
            for (plant, programme), route in routes.items()
        ]
        print_json({"routes": rows})
        return
    grid: list[Row] = [
        (plant, [_km(routes[plant, programme]) for programme in programmes]) for plant in plants
    ]
    show_grid(
        f"Logistics distance in km from plants to programmes, best by {scenario.freight.criterion}",
        programmes,
        grid,
    )


def _km(route: "Route | None") -> str:
    return "no route" if route is None else f"{route.km:,.0f}"


def _export(network: "LogisticsNetwork", name: str, path: Path) -> None:
    from sim.network import export
    from sim.study.files import make_folder, write_whole

    content: str | bytes = getattr(export, name)(network)
    make_folder(path.parent)
    write_whole(path, [content if isinstance(content, bytes) else content.encode()])
    click.echo(f"wrote {path}", err=True)
