"""`cellswitch run`: one replication with all its tables."""

from functools import partial
from pathlib import Path

import click

from sim.cli import complete
from sim.cli.options import as_json, examples, out, quiet, root_seed, scenario_file


@click.command(
    "run",
    epilog=examples(
        "run scenarios/my-question.toml --arm nearest",
        "run scenarios/my-question.toml --arm stay --replication 17 --programme car-b",
    ),
)
@scenario_file
@click.option("--arm", metavar="ARM", shell_complete=complete.arms, help="Which arm. [default: the baseline]")
@click.option(
    "--replication",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="K",
    help="Which replication.",
)
@click.option(
    "--programme",
    metavar="ID",
    shell_complete=complete.programmes,
    help="Whose years are shown. [default: the programme in question]",
)
@out
@root_seed
@as_json
@quiet
def command(
    *,
    file: Path,
    sets: tuple[str, ...],
    arm: str | None,
    replication: int,
    programme: str | None,
    out: Path,
    root_seed: int | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Run one replication of FILE, show the years of a programme, and write all tables as CSV.

    Monthly series of programmes and plants, flows by leg and border, shipments, call-offs, reviews, switches,
    agreements, phases, payments, the ledger, the drawn inputs and the measures go into a folder under --out.
    It is the same replication as in a study with the same root seed.
    """
    from sim.cli.bugs import tell_shortfalls
    from sim.cli.channels import tell
    from sim.cli.console import print_json, say
    from sim.cli.texts.years import show_run
    from sim.core.known import named
    from sim.core.shortfalls import Shortfalls
    from sim.scenario.load import load
    from sim.study.run import run

    loaded = load(file, sets)
    if programme is not None:
        named("programme", programme, loaded.file.programmes)
    made = run(loaded, replication=replication, arm=arm, root_seed=root_seed, out=out)
    shortfalls = Shortfalls()
    if as_json:
        where = {"arm": made.arm, "replication": replication, "focus": made.focus, "folder": str(made.folder)}
        print_json(where | {"measures": made.measures, "parameters": made.result.parameters})
    else:
        show = partial(show_run, made, programme or made.focus)
        shortfalls.attempt(
            "the run", show, lambda shortfall: say(f"Could not be shown: {shortfall.in_words}")
        )
    tell(f"\ntables    {made.folder}  (see docs/reference/results.md)", quiet=quiet)
    tell("writing the page …", quiet=quiet)
    from sim.report.page.run_page import write_run_report

    write = partial(write_run_report, made, shortfalls=shortfalls)
    page = shortfalls.attempt("the report", write, lambda _: "could not be made")
    tell(f"report    {page}", quiet=quiet)
    return tell_shortfalls(shortfalls.found)
