"""`cellswitch completion`: the script with which a shell completes commands, options and names."""

from typing import Final

import click

from sim.cli.options import examples

SHELLS: Final = ("bash", "zsh", "fish")


@click.command(
    "completion",
    epilog=examples("completion bash > ~/.local/share/bash-completion/completions/cellswitch"),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, *, shell: str) -> None:
    """Print the script with which SHELL completes commands, options, and the names that a scenario knows.

    See docs/how-to/complete-in-the-shell.md for where each shell looks for it.
    """
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    assert script is not None  # noqa: S101 - click has all of SHELLS
    root = context.find_root()
    click.echo(script(root.command, {}, "cellswitch", "_CELLSWITCH_COMPLETE").source(), nl=False)
