"""The command `cellswitch`: arguments in, exit code out."""

import contextlib
import os
import sys
from collections.abc import Sequence

import click

from sim.cli.bugs import INTERNAL, kept_traceback
from sim.cli.channels import flushed, make_ready, tell
from sim.cli.lazy import LazyGroup, Listed
from sim.cli.options import examples
from sim.core.errors import BrokenInvariant, CellswitchError

INTERRUPTED = 130
WRONG_USE = 2
PERMISSION = 77
IO_ERROR = 74

EXIT_CODES = """\b
Exit codes:
  0    done                      70  internal error (a bug)
  2    wrong use                 73  cannot create output
  3    some replications failed  74  I/O error, disk full, cluster lost
  65   faulty input or results   75  folder in use by a running study
  66   input missing             77  permission
  130  interrupted               143 terminated

"""


class Cellswitch(LazyGroup):
    """The commands of cellswitch."""

    listed = {  # noqa: RUF012 - never changed
        "check": Listed("check", "Check scenario files: every fault of every file at once."),
        "show": Listed("show", "The resolved scenario: every value with unit, source and place."),
        "network": Listed("network", "Distances, routes leg by leg, and exports of the network."),
        "run": Listed("run", "One replication with all its tables."),
        "compare": Listed("compare", "The arms of a scenario against its baseline."),
        "monte-carlo": Listed("monte_carlo", "Estimates of every measure of every arm."),
        "explain": Listed("explain", "Why a programme chose as it did, and what would have changed it."),
        "report": Listed("report", "Write the report of stored results again."),
        "verify": Listed("verify", "Check stored results, or make a replication again."),
        "schema": Listed("schema", "The JSON Schema of scenario files, for editors."),
        "completion": Listed("completion", "The script with which a shell completes commands and names."),
    }


@click.group(
    cls=Cellswitch,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=EXIT_CODES
    + examples(
        "check scenarios/*.toml",
        "network scenarios/my-question.toml --from plant-a --to car-a",
        "compare scenarios/my-question.toml -n 200",
        "explain results/my-question-compare-* --arm nearest",
    ),
)
@click.version_option(package_name="cellswitch", prog_name="cellswitch")
def cellswitch() -> None:
    """Who will supply battery cells to whom, from when, over which route, at what cost, and how sure is it?

    Results go to stdout, progress and messages to stderr. `cellswitch COMMAND --help` has examples.
    """
    if os.environ.get("NO_COLOR"):
        click.get_current_context().color = False


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code, whatever the streams are like."""
    make_ready()
    sys.exit(flushed(exit_code(arguments), IO_ERROR))


def exit_code(arguments: Sequence[str] | None = None) -> int:  # noqa: PLR0911 - one return a kind of end
    """Run the command line; returns the exit code. Every error becomes a message on stderr."""
    try:
        code = cellswitch.main(args=arguments, prog_name="cellswitch", standalone_mode=False)
    except click.ClickException as error:
        with contextlib.suppress(OSError):
            error.show()
        return WRONG_USE
    except (click.Abort, KeyboardInterrupt) as error:
        return _interrupted(error)
    except BrokenInvariant as error:
        return _bug(error)
    except CellswitchError as error:
        tell(str(error))
        return PERMISSION if isinstance(error.__cause__, PermissionError) else error.exit_code
    except PermissionError as error:
        tell(f"no permission: {error.filename or error}")
        return PERMISSION
    except OSError as error:
        tell(f"I/O error: {error}")
        return IO_ERROR
    except Exception as error:  # noqa: BLE001 - the last resort
        return _bug(error)
    return int(code or 0)


def _interrupted(error: BaseException) -> int:
    """Click hides a study's own interruption, which says how to go on, behind its Abort."""
    told = error.__cause__ if isinstance(error, click.Abort) and error.__cause__ is not None else error
    tell(str(told) or "interrupted")
    return getattr(told, "exit_code", INTERRUPTED)


def _bug(error: Exception) -> int:
    tell(f"internal error: {type(error).__name__}: {error}")
    tell(f"This is a bug; {kept_traceback(error)}")
    return INTERNAL
