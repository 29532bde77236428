"""The command `cellswitch`: arguments in, exit code out."""

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from sim.cli.lazy import LazyGroup
from sim.core.errors import CellswitchError

COMMANDS = {
    "check": ("check", "Check scenario files: every fault of every file at once."),
    "show": ("show", "The resolved scenario: every value with unit, source and file."),
    "network": ("network", "Distances, routes leg by leg, and exports of the network."),
    "run": ("run", "One replication with all its tables."),
    "compare": ("compare", "The arms of a scenario against its baseline."),
    "monte-carlo": ("monte_carlo", "Estimates of every measure of every arm."),
    "explain": ("explain", "The sourcing reviews of a programme: ranking, reason, what would have changed it."),
    "report": ("report", "Write the report of stored results again."),
    "verify": ("verify", "Check stored results, or replay one replication."),
    "schema": ("schema", "The JSON Schema of scenario files, for editors."),
}

EXAMPLES = """
Examples:

\b
  cellswitch check scenarios/*.toml
  cellswitch network scenarios/levc-uk.toml --from aesc-sunderland --to levc-ansty
  cellswitch compare scenarios/levc-uk.toml -n 200
  cellswitch explain results/levc-uk-compare-<hash> --programme levc-tx --arm nearest
"""


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=EXAMPLES,
)
@click.version_option(package_name="cellswitch", prog_name="cellswitch")
def cellswitch() -> None:
    """Who will supply battery cells to whom, from when, over which route, at what cost, and how sure is it?

    Results go to stdout, progress and messages to stderr. Exit codes: 0 done, 2 wrong use, 3 finished but some replications failed,
    65 faulty input, 66 input missing, 70 internal error, 73 cannot create output, 74 I/O error, 75 folder in use, 130 interrupted.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(exit_code(arguments))


def exit_code(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code. Every error becomes a message on stderr."""
    try:
        code = cellswitch.main(args=arguments, prog_name="cellswitch", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except KeyboardInterrupt as error:
        _say(str(error) or "interrupted")
        return getattr(error, "exit_code", 130)
    except CellswitchError as error:
        _say(str(error))
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except PermissionError as error:
        _say(f"no permission: {error.filename or error}")
        return 77
    except OSError as error:
        _say(f"I/O error: {error}")
        return 74
    except Exception as error:  # noqa: BLE001 - the last resort: a bug is told in one line, its traceback kept in a file
        _say(f"internal error: {type(error).__name__}: {error}\nThis is a bug; the traceback is in {_keep_traceback()}")
        return 70
    return int(code or 0)


def _say(message: str) -> None:
    click.echo(message, err=True)


def _keep_traceback() -> Path:
    handle, name = tempfile.mkstemp(prefix="cellswitch-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
    return Path(name)
