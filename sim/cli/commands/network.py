"""`cellswitch network`: distances, routes leg by leg, exports."""

from pathlib import Path
from typing import Final

import click

from sim.cli import complete
from sim.cli.options import FOLDER, as_json, examples, scenario_file

FORMATS: Final = ("graphml", "gexf", "geojson")


@click.command(
    "network",
    epilog=examples(
        "network scenarios/my-question.toml",
        "network scenarios/my-question.toml --from plant-a --to car-a",
        "network scenarios/my-question.toml --from plant-a --to car-a --closed port-a~port-b~ro-ro",
        "network scenarios/my-question.toml --export geojson --export graphml --out maps",
    ),
)
@scenario_file
@click.option(
    "--from",
    "origin",
    metavar="SITE",
    shell_complete=complete.places,
    help="Where a route begins: a site, plant or programme.",
)
@click.option("--to", "destination", metavar="SITE", shell_complete=complete.places, help="Where it ends.")
@click.option(
    "--closed",
    multiple=True,
    metavar="LEG",
    shell_complete=complete.legs,
    help="A leg that is closed. May be repeated.",
)
@click.option(
    "--export",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
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
    from sim.cli.texts.routes import Routes
    from sim.sample.uncertain import UncertainNumbers
    from sim.scenario.load import load

    if (origin is None) != (destination is None):
        message = "a route needs both --from and --to"
        raise click.UsageError(message)
    routes = Routes(UncertainNumbers(next(iter(load(file, sets).arms.values()))).planned(), closed)
    if origin is not None and destination is not None:
        routes.show_route(origin, destination, as_json=as_json)
    elif not formats:
        routes.show_distances(as_json=as_json)
    for name in formats:
        routes.export(name, out / f"{file.stem}-network.{name}")
