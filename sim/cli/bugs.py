"""Bugs: their traceback goes into a file, a line about it to stderr."""

import os
from collections.abc import Sequence
from typing import Final

from sim.cli.channels import tell
from sim.core.shortfalls import Shortfall

INTERNAL: Final = 70
"""Exit code of an internal error, also where it kept only a part from being shown."""


def tell_shortfalls(found: Sequence[Shortfall]) -> int:
    """Name on stderr what could not be shown, and where the tracebacks are; returns the exit code, 0 for nothing."""
    for each in found:
        tell(f"could not be shown: {each.in_words}; {kept_traceback(each.error)}")
    if found:
        tell("This is a bug; all else was made and is whole.")
    return INTERNAL if found else 0


def kept_traceback(error: Exception) -> str:
    """Where the traceback is; itself where no file can be written."""
    import tempfile
    import traceback

    lines = traceback.format_exception(error)
    try:
        handle, name = tempfile.mkstemp(prefix="cellswitch-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(lines)
    except OSError:
        return "".join(["its traceback:\n", *lines])
    return f"the traceback is in {name}"
