"""Leftovers: files in a results folder that other programs put there, and that say nothing about the results."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from sim.results.files import PART

_BY_OTHERS: Final = re.compile(
    r"\.ds_store|\._.*|\.apdisk|\.spotlight-v100|\.trashes|\.fseventsd|__macosx|icon\r"  # macOS
    r"|thumbs\.db(:encryptable)?|ehthumbs(_vista)?\.db|desktop\.ini"  # Windows
    r"|\.directory|\.goutputstream-.*|\.fuse_hidden.*|\.nfs.*|\.trash-.*|\.thumbnails|@eadir"  # Linux, shared disks
    r"|~\$.*|\.~.*|~.*\.tmp"  # offices
    r"|\..*\.sw[a-z]|.*~|#.*#|\.#.*|\.ipynb_checkpoints|\.idea|\.vscode"  # editors
    r"|\.sync.*|\.dropbox.*|\.syncthing\..*",  # what keeps folders the same
    re.IGNORECASE,
)
OF_JOURNAL: Final = ("-wal", "-shm", "-journal")
"""Ends the names of what SQLite keeps beside a file that it has open."""


def is_leftover(name: str, journal: str, written: Iterable[str]) -> bool:
    """Whether a file, by its path within the folder, is no part of a study and never was, or one half written.

    `journal` is the name of the study's journal, `written` those of all files that it writes. Anything else that does
    not belong may be somebody's mistake, and is not taken for harmless.
    """
    if any(_BY_OTHERS.fullmatch(part) for part in PurePosixPath(name).parts):
        return True
    return name in {f"{journal}{end}" for end in OF_JOURNAL} or name in {f"{file}{PART}" for file in written}
