"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import click

from sim.cli import complete

Command = TypeVar("Command", bound=Callable[..., object])

FILE: Final = click.Path(dir_okay=False, path_type=Path)
FOLDER: Final = click.Path(file_okay=False, path_type=Path)
RESULTS: Final = Path("results")


def examples(*lines: str) -> str:
    """The end of a command's help: examples as they are typed, one a line."""
    return "\n".join(["\b", "Examples:", *(f"  cellswitch {line}" for line in lines)])


def scenario_file(command: Command) -> Command:
    """The scenario file, and keys set over it."""
    return sets(click.argument("file", type=FILE)(command))


def sets(command: Command) -> Command:
    """`--set key.path=value`."""
    return click.option(
        "--set", "sets", multiple=True, metavar="KEY.PATH=VALUE", shell_complete=complete.settings,
        help="Set a key over the file, e.g. plants.plant-a.oee=0.8. May be repeated.",
    )(command)  # fmt: skip


def root_seed(command: Command) -> Command:
    """`--root-seed N`."""
    return click.option(
        "--root-seed", type=click.IntRange(min=0), metavar="N",
        help="The number that starts the random streams. [default: the scenario's]",
    )(command)  # fmt: skip


def as_json(command: Command) -> Command:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(
        command
    )


def quiet(command: Command) -> Command:
    """`-q`."""
    return click.option("-q", "--quiet", is_flag=True, help="No progress and no messages but errors.")(
        command
    )


def out(command: Command) -> Command:
    """`--out DIR`."""
    return click.option(
        "--out", type=FOLDER, default=RESULTS, show_default=True, metavar="DIR",
        help="Folder under which the results folder stands.",
    )(command)  # fmt: skip


def study(command: Command) -> Command:
    """What every study takes: how many, how well known, by how many workers, where to, and how to tell it."""
    for option in (
        click.option("-v", "--verbose", is_flag=True, help="Also show all warnings and measures."),
        click.option("--fresh", is_flag=True, help="Start over instead of going on with what is there."),
        click.option("--workers", type=click.IntRange(min=1), metavar="W",
                     help="Worker processes; the numbers are the same for any. [default: all cores]"),
        click.option("--nested", type=click.IntRange(min=1), metavar="M",
                     help="Run the drawn numbers of each replication M times, and split the variance of each "
                          "measure into what is uncertain and what is chance. [default: the scenario's]"),
        click.option("--cluster", metavar="ADDRESS", shell_complete=complete.clusters,
                     help="Work on a Dask cluster: its scheduler's address, say tcp://127.0.0.1:8786, or `local` for "
                          "one made for this study. See docs/how-to/many-machines.md."),
        click.option("--cluster-tls", nargs=3, type=FILE, metavar="CA CERT KEY",
                     help="Files in PEM format for a tls:// address. [default: as Dask is configured]"),
        click.option("--cluster-insecure", is_flag=True,
                     help="Use a tcp:// address of another machine: only on a network that you trust."),
        click.option("--precision", multiple=True, metavar="MEASURE=SHARE", callback=_by_measure,
                     shell_complete=complete.precisions,
                     help="Stop as soon as half the measure's interval is within this share of its mean in all "
                          "arms, at N replications at the latest. May be repeated."),
        click.option("--keep", multiple=True, metavar="WHAT=HOW", callback=_keep,
                     shell_complete=complete.keeping,
                     help="Of how many replications `series`, `shipments` or `reviews` are kept: all, none or a "
                          "number. May be repeated. [default: series=all, shipments=none, reviews=20]"),
        click.option("-n", "--replications", type=click.IntRange(min=1), metavar="N",
                     help="Replications. [default: the scenario's]"),
    ):  # fmt: skip
        command = option(command)
    return scenario_file(out(root_seed(as_json(quiet(command)))))


def margins(command: Command) -> Command:
    """`--margin MEASURE=X`."""
    return click.option(
        "--margin", "margins", multiple=True, metavar="MEASURE=X", callback=_by_measure,
        shell_complete=complete.margins,
        help="A difference that makes no difference, in the measure's unit: within it arms are told as equivalent, "
             "and as equally good. May be repeated. [default: the scenario's, or 1 % of the baseline's mean]",
    )(command)  # fmt: skip


def _by_measure(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, float]:
    targets: dict[str, float] = {}
    for value in values:
        name, _, share = value.partition("=")
        try:
            targets[name] = float(share)
        except ValueError:
            message = f"{value!r} is not MEASURE=NUMBER, e.g. landed_cost_eur_per_kwh=0.01"
            raise click.BadParameter(message, context, parameter) from None
    return targets


def _keep(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    asked: dict[str, str] = {}
    for value in values:
        name, found, how = value.partition("=")
        if not found:
            message = f"{value!r} is not WHAT=HOW, e.g. reviews=all"
            raise click.BadParameter(message, context, parameter)
        asked[name] = how
    return asked
