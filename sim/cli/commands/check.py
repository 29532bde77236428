"""`cellswitch check`: every fault of every file at once."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.channels import tell
from sim.cli.options import FILE, as_json, examples, sets
from sim.core.errors import Fault, FaultyInput, InputMissing

if TYPE_CHECKING:
    from sim.scenario.load import LoadedScenario


@click.command(
    "check",
    epilog=examples("check scenarios/*.toml", "check scenarios/my-question.toml --set run.step_days=1"),
)
@click.argument("files", nargs=-1, required=True, type=FILE)
@sets
@as_json
def command(*, files: tuple[Path, ...], sets: tuple[str, ...], as_json: bool) -> int:
    """Check scenario FILES and list every fault as FILE:LINE: key: value: what is wrong (what to do).

    Warnings of what is possible but hardly meant do not fail the check. Exit code 65 where a file has
    faults, 66 where one is missing.
    """
    found = [_Checked(file, sets) for file in files]
    if as_json:
        from sim.cli.console import print_json

        print_json({"files": [each.document() for each in found]})
    else:
        for each in found:
            each.show()
    codes = {each.exit_code for each in found}
    return max(codes)


class _Checked:
    """A file, and what checking it found."""

    def __init__(self, file: Path, sets: tuple[str, ...]) -> None:
        from sim.scenario.load import load

        self.file = file
        self.faults: tuple[Fault, ...] = ()
        self.missing = ""
        self.loaded: LoadedScenario | None = None
        try:
            self.loaded = load(file, sets)
        except FaultyInput as error:
            self.faults = error.faults
        except InputMissing as error:
            self.missing = str(error)

    @property
    def exit_code(self) -> int:
        """66 where the file is missing, 65 where it has faults, else 0."""
        if self.missing:
            return InputMissing.exit_code
        return FaultyInput.exit_code if self.faults else 0

    def show(self) -> None:
        """Print the faults, or that there are none."""
        for fault in self.faults:
            click.echo(fault)
        if self.missing:
            tell(self.missing)
        if self.loaded is None:
            return
        for warning in self.loaded.warnings:
            tell(f"warning: {warning}")
        click.echo(f"{self.file}: sound; arms: {', '.join(self.loaded.arms)}")

    def document(self) -> dict[str, object]:
        """The same for a machine."""
        warnings = () if self.loaded is None else self.loaded.warnings
        digest = None if self.loaded is None else self.loaded.digest
        return {
            "file": str(self.file),
            "sound": self.loaded is not None,
            "digest": digest,
            "faults": self.faults,
            "warnings": warnings,
            "missing": self.missing,
        }
