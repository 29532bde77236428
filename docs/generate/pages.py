"""The pages that are made from the program, by the file that each is written to."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from docs.generate import commands, glossary, python, results

_REFERENCE: Final = Path(__file__).parents[1] / "reference"

PAGES: Final[Mapping[Path, Callable[[], str]]] = {
    _REFERENCE / "commands.md": commands.text,
    _REFERENCE / "python.md": python.text,
    _REFERENCE / "results.md": results.text,
    _REFERENCE / "glossary.md": glossary.text,
}
