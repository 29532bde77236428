"""A command group whose commands are imported when they are called, so that help is quick."""

import importlib
from collections.abc import Mapping
from typing import Any, Final

import click

from sim.cli.channels import while_somebody_reads


class Listed:
    """A command as the list shows it: the module of this package that has it, and a line of help."""

    __slots__ = ("help", "module")

    def __init__(self, module: str, help_: str) -> None:
        self.module: Final = module
        self.help: Final = help_


class LazyGroup(click.Group):
    """Commands by name, in the order in which they are meant to be read."""

    listed: Mapping[str, Listed] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names of the commands."""
        return list(self.listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command, imported now."""
        if cmd_name not in self.listed:
            return None
        command: click.Command = importlib.import_module(
            f"sim.cli.commands.{self.listed[cmd_name].module}"
        ).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.help) for name, each in self.listed.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the arguments; an unknown one is refused with the nearest name."""
        if args[0] not in self.listed and not ctx.resilient_parsing and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], self.listed, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's signature
    ) -> click.Context:
        """Read the arguments, and show help where they ask for it."""
        with while_somebody_reads():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with while_somebody_reads():
            return super().invoke(ctx)
