"""Makes `docs/reference/commands.md`: the help of every command, as the terminal shows it."""

from typing import Final

import click

from sim.cli.main import Cellswitch, cellswitch

WIDTH: Final = 100
"""Columns of the terminal that the help is laid out for."""

HEAD: Final = """# Commands

Made from the help of the commands by `make docs`; do not edit by hand. `cellswitch COMMAND --help` shows the same.

Where an example names `my-question`, `plant-a` or `car-a`, put in your own.
"""


def text() -> str:
    """The page."""
    settings = cellswitch.context_settings | {"terminal_width": WIDTH}
    group = click.Context(cellswitch, info_name="cellswitch", **settings)
    parts = [HEAD, _section("cellswitch", cellswitch.get_help(group))]
    for name in Cellswitch.listed:
        command = cellswitch.get_command(group, name)
        assert command is not None  # noqa: S101 - a listed command is there
        context = click.Context(command, parent=group, info_name=name)
        parts.append(_section(f"cellswitch {name}", command.get_help(context)))
    return "\n".join(parts)


def _section(title: str, told: str) -> str:
    lines = "\n".join(line.rstrip() for line in told.rstrip().splitlines())
    return f"## {title}\n\n```text\n{lines}\n```\n"
