"""`cellswitch show`: the resolved scenario, or what differs between two."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli import complete
from sim.cli.channels import echo_toml
from sim.cli.options import FILE, as_json, examples, scenario_file

if TYPE_CHECKING:
    from sim.scenario.listing import Entry


@click.command(
    "show",
    epilog=examples(
        "show scenarios/my-question.toml",
        "show scenarios/my-question.toml --key programmes.car-a",
        "show scenarios/my-question.toml --diff scenarios/another.toml",
        "show scenarios/my-question.toml --toml > my-scenario.toml",
    ),
)
@scenario_file
@click.option(
    "--key",
    default="",
    metavar="KEY.PATH",
    shell_complete=complete.keys,
    help="Only what stands below this key.",
)
@click.option(
    "--diff", "other", type=FILE, metavar="OTHER", help="Only the values that OTHER has differently."
)
@click.option("--toml", is_flag=True, help="The resolved scenario as one TOML file, which can be run alone.")
@as_json
def command(
    *, file: Path, sets: tuple[str, ...], key: str, other: Path | None, toml: bool, as_json: bool
) -> None:
    """Show every value of FILE with its unit, source, confidence and the place that set it, one a line.

    A value without a source is one that the scenario states itself; `default`: no file states it. Roads that are
    estimated since no leg states them stand at the end, marked as such.
    """
    from sim.core.errors import WrongUse
    from sim.scenario.load import load

    if toml and (key or other or as_json):
        message = "--toml shows the whole scenario and goes with no other option but --set"
        raise WrongUse(message)
    loaded = load(file, sets)
    if toml:
        echo_toml(loaded.resolved_toml())
    elif other is not None:
        from sim.scenario.listing import differences

        rows = [row._asdict() for row in differences(loaded, load(other)) if _below(row.key, key)]
        _show_differences(rows, as_json=as_json)
    else:
        from sim.scenario.listing import estimated_legs, listing

        entries = [*listing(loaded), *estimated_legs(loaded)]
        _show_entries([entry for entry in entries if _below(entry.key, key)], as_json=as_json)


def _below(path: str, key: str) -> bool:
    return not key or path == key or path.startswith(f"{key}.")


def _show_entries(entries: "list[Entry]", *, as_json: bool) -> None:
    from sim.cli.console import print_json

    if as_json:
        print_json({"values": entries})
        return
    for entry in entries:
        click.echo(_line(entry))


def _line(entry: "Entry") -> str:
    value = f"{entry.value} {entry.unit}".rstrip()
    origin = ", ".join(filter(None, (entry.source, _sure(entry.confidence))))
    about = "; ".join(filter(None, (origin, entry.place)))
    dim = click.style(f"# {about}", dim=True)
    return f"{click.style(entry.key, bold=True)} = {value}  {dim}"


def _sure(confidence: str) -> str:
    return f"{confidence} confidence" if confidence not in {"", "estimated"} else confidence


def _show_differences(rows: list[dict[str, str]], *, as_json: bool) -> None:
    from sim.cli.console import print_json

    if as_json:
        print_json({"differences": rows})
        return
    for row in rows:
        click.echo(click.style(row["key"], bold=True))
        click.echo(f"  {row['left'] or '(absent)'}  instead of  {row['right'] or '(absent)'}")
