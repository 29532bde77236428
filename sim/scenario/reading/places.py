"""Places: where the files that a scenario names really lie, whatever links lead to them."""

import os.path
from pathlib import Path


def real(path: Path) -> Path:
    """The absolute path without links; what leads in a circle or nowhere, or can name no file, stays as it is from there."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        return path


def beside(file: Path, named: str) -> Path:
    """The place that a file names relative to itself, from the folder in which the file really lies.

    It is told from the path that the user gave where that leads to the same place, else by its real path: over a
    link to a folder or a file, `..` of the path is not `..` of the place.
    """
    told = Path(os.path.normpath(file.parent / named))
    meant = real(real(file).parent / named)
    return told if real(told) == meant else meant
