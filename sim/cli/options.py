"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


def scenario_file(command: Command) -> Command:
    """The scenario file, and keys set over it."""
    command = click.argument("file", type=FILE)(command)
    return sets(command)


def sets(command: Command) -> Command:
    """`--set key.path=value`."""
    return click.option(
        "--set", "sets", multiple=True, metavar="KEY.PATH=VALUE",
        help="Set a key over the file, e.g. --set plants.aesc-sunderland.oee=0.8. May be repeated.",
    )(command)  # fmt: skip


def root_seed(command: Command) -> Command:
    """`--root-seed N`."""
    return click.option(
        "--root-seed", type=click.IntRange(min=0), metavar="N",
        help="The number that starts the random streams. [default: the scenario's]",
    )(command)  # fmt: skip


def as_json(command: Command) -> Command:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(command)


def quiet(command: Command) -> Command:
    """`-q`."""
    return click.option("-q", "--quiet", is_flag=True, help="No progress and no messages but errors.")(command)


def study(command: Command) -> Command:
    """What every study takes: how many, by how many workers, and where to."""
    for option in (
        click.option("-n", "--replications", type=click.IntRange(min=1), metavar="N",
                     help="Replications. [default: the scenario's]"),
        click.option("--workers", type=click.IntRange(min=1), metavar="W",
                     help="Worker processes; the numbers are the same for any. [default: all cores]"),
        click.option("--out", type=FOLDER, default=Path("results"), show_default=True, metavar="DIR",
                     help="Folder under which the results folder stands."),
        click.option("--fresh", is_flag=True, help="Start over instead of going on where an earlier run stopped."),
    ):  # fmt: skip
        command = option(command)
    return root_seed(as_json(quiet(command)))
