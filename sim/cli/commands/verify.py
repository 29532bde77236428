"""`cellswitch verify`: whether stored results are as they were written, and come out the same again."""

import shlex
from pathlib import Path

import click

from sim.cli.options import FOLDER, examples


@click.command("verify", epilog=examples("verify results/my-question-compare-* --replay 17"))
@click.argument("results", type=FOLDER)
@click.option(
    "--replay",
    "replication",
    type=click.IntRange(min=0),
    metavar="K",
    help="Make replication K again and compare.",
)
def command(*, results: Path, replication: int | None) -> None:
    """Check every file of a study's RESULTS against the hashes in its manifest.

    With --replay, also make one replication of every arm again and compare it, to the last bit, with all that is stored
    of it: measures, drawn inputs and switches, and as far as they are kept monthly series, reviews and shipments. Exit
    code 65 where anything differs; the first difference of each kind is named. A replication that failed fails
    again, with its traceback in a file.
    """
    from sim.core.errors import Fault, FaultyInput
    from sim.results.folder import lacking, leftovers, unsettled
    from sim.study.replay import replay, stored

    study = stored(results)
    click.echo(f"{results}: every file is as it was written; {len(study.replications)} replications")
    for name in leftovers(results):
        click.echo(f"{results / name}: does not belong to the study; harmless, and may be deleted")
    if unsettled(results):
        again = f"cellswitch report {shlex.quote(str(results))}"
        click.echo(f"but its report was not written to the end, so that nothing is said of it: {again}")
    if lacks := lacking(results):
        remedy = f"`cellswitch report {shlex.quote(str(results))}` makes it again"
        raise FaultyInput([Fault(str(results), 0, "", each, "could not be shown", remedy) for each in lacks])
    if replication is None:
        return
    found = replay(results, replication)
    if found.faults:
        raise FaultyInput(found.faults)
    click.echo(f"replication {replication}: the same again, to the last bit: {', '.join(found.compared)}")
    if found.not_kept:
        click.echo(f"not kept of it, and not compared: {', '.join(found.not_kept)}")
