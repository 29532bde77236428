"""`cellswitch check`: every fault of every file at once."""

from pathlib import Path

import click

from sim.cli.options import FILE, as_json, sets
from sim.core.errors import Fault, FaultyInput, InputMissing
from sim.scenario.load import load


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=FILE)
@sets
@as_json
def command(files: tuple[Path, ...], sets: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """Check scenario FILES and list every fault as FILE:LINE: key: value: what is wrong.

    Warnings of the implausible do not fail the check. Exit code 65 when a file has faults, 66 when one is missing.
    """
    faults: list[Fault] = []
    missing: list[str] = []
    for file in files:
        found = _check(file, sets, missing)
        faults += found
    if as_json:
        click.echo(_document(files, faults, missing))
    elif faults:
        raise FaultyInput(faults)
    if missing:
        raise InputMissing("\n".join(missing))
    if faults:
        raise SystemExit(FaultyInput.exit_code)


def _check(file: Path, sets: tuple[str, ...], missing: list[str]) -> tuple[Fault, ...]:
    try:
        loaded = load(file, sets)
    except FaultyInput as error:
        return error.faults
    except InputMissing as error:
        missing.append(str(error))
        return ()
    for warning in loaded.warnings:
        click.echo(f"warning: {warning}", err=True)
    arms = ", ".join(loaded.arms)
    click.echo(f"{file}: sound; arms: {arms}; digest {loaded.digest[:12]}", err=True)
    return ()


def _document(files: tuple[Path, ...], faults: list[Fault], missing: list[str]) -> str:
    import dataclasses  # noqa: PLC0415
    import json  # noqa: PLC0415

    rows = [dataclasses.asdict(fault) for fault in faults]
    return json.dumps({"files": [str(file) for file in files], "faults": rows, "missing": missing}, indent=1)
