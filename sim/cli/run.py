"""`cellswitch run`: one replication with all its tables."""

import json
from pathlib import Path

import click

from sim.cli.console import show_table, wrote
from sim.cli.options import FOLDER, as_json, quiet, root_seed, scenario_file
from sim.scenario.load import load
from sim.study.run import Run, run


@click.command("run")
@scenario_file
@click.option("--arm", metavar="ARM", help="Which arm. [default: the baseline]")
@click.option("--replication", type=click.IntRange(min=0), default=0, show_default=True, metavar="K", help="Which replication.")
@click.option("--out", type=FOLDER, default=Path("results"), show_default=True, metavar="DIR", help="Folder for the results folder.")
@root_seed
@as_json
@quiet
def command(  # noqa: PLR0913 - click passes one argument an option
    file: Path,
    sets: tuple[str, ...],
    arm: str | None,
    replication: int,
    out: Path,
    root_seed: int | None,
    as_json: bool,  # noqa: FBT001
    quiet: bool,  # noqa: FBT001
) -> None:
    """Run one replication of FILE and write all its tables as CSV.

    Monthly series of programmes and plants, flows by leg and border, shipments, call-offs, reviews, switches, agreements, phases,
    payments, the ledger, the drawn inputs and the measures. It is the same replication as in a study with the same root seed.
    """
    made = run(load(file, sets), replication=replication, arm=arm, root_seed=root_seed, out=out)
    if as_json:
        click.echo(json.dumps({"arm": made.arm, "replication": replication, "measures": made.measures}, indent=1))
    else:
        _show(made)
    if made.folder is not None and not quiet:
        wrote(made.folder)


def _show(made: Run) -> None:
    record, calendar = made.result.record, made.result.scenario.run.calendar()
    rows = [
        (switch.programme, switch.from_plant or "(none)", switch.plant, f"{switch.share:.0%}",
         calendar.date_of(switch.decided_day).isoformat(), calendar.date_of(switch.promised_day).isoformat(),
         calendar.date_of(switch.start_day).isoformat() if switch.start_day >= 0 else "", switch.outcome)
        for switch in record.switches
    ]  # fmt: skip
    columns = ("programme", "from", "to", "share", "decided", "promised", "started", "outcome")
    show_table(f"Switches of arm {made.arm}, replication {made.result.replication}", columns, rows)
    values = dict(zip(made.result.keys, made.result.values.tolist(), strict=True))
    measures = [
        (key.owner, key.name, f"{value:,.4g}")
        for key, value in values.items()
        if key.scope == "programme" and key.name in {"delivered_gwh", "landed_cost_eur_per_kwh", "fill_rate", "logistics_distance_km"}
    ]
    show_table("Programmes", ("programme", "measure", "value"), measures)
