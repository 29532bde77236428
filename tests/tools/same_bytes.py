"""Compare two trees of results folders, file by file, made by two states of the code.

    python -m tests.tools.same_bytes BEFORE AFTER

Only what names the code, the study and the run may differ, and how the replications were cut into chunks. Ends with 1
where anything else does, or where a file is missing on one side.
"""

import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

Told: TypeAlias = object
"""What a file says, without what may differ; to be compared for equality."""

_FOLDER_SUFFIX = re.compile(r"-[0-9a-f]{8}(?=/)")
_DIGEST = re.compile(rb"\b[0-9a-f]{64}\b|(?<=-)[0-9a-f]{8}\b")
_OF_THIS_RUN = {"run", "added", "code_sha256", "study_sha256", "journal_sha256", "manifest_sha256"}
_WITH_DIGESTS = {".html", ".md"}


def told_by_manifest(path: Path) -> Told:
    """All but the entries that tell of the code and of the run."""
    manifest = json.loads(path.read_text(encoding="utf-8"))
    return {key: value for key, value in manifest.items() if key not in _OF_THIS_RUN}


def told_by_journal(path: Path) -> Told:
    """The measures of each arm, of all replications: chunks are sized by the time that they take."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as journal:
        [[header]] = journal.execute("SELECT header FROM study")
        chunks = [blob for (blob,) in journal.execute("SELECT measures FROM chunks ORDER BY first")]
    arms = len(json.loads(header)["arms"])
    return [b"".join(_part(blob, arm, arms) for blob in chunks) for arm in range(arms)]


def _part(blob: bytes, arm: int, arms: int) -> bytes:
    length = len(blob) // arms
    return blob[length * arm : length * (arm + 1)]


def told_by_workbook(path: Path) -> Told:
    """What is packed into it, by name."""
    with zipfile.ZipFile(path) as book:
        return {name: _DIGEST.sub(b"#", book.read(name)) for name in book.namelist()}


def told(path: Path) -> Told:
    """What a file says, whatever its kind: every byte of it where nothing may differ."""
    match path.name, path.suffix:
        case "manifest.json", _:
            return told_by_manifest(path)
        case _, ".sqlite":
            return told_by_journal(path)
        case _, ".xlsx":
            return told_by_workbook(path)
        case _, suffix:
            return _DIGEST.sub(b"#", path.read_bytes()) if suffix in _WITH_DIGESTS else path.read_bytes()


def files_under(root: Path) -> Mapping[str, Path]:
    """All files by their path below the root, without the eight digits at the end of a results folder's name."""
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {_FOLDER_SUFFIX.sub("", path.relative_to(root).as_posix()): path for path in found}


def differing(before: Path, after: Path) -> list[str]:
    """Names of the files that say something else on the other side, or are missing there, in order."""
    old, new = files_under(before), files_under(after)
    return [
        name
        for name in sorted(old.keys() | new.keys())
        if name not in old or name not in new or told(old[name]) != told(new[name])
    ]


def main() -> int:
    """Tell what differs. Returns 1 where something does."""
    before, after = (Path(argument) for argument in sys.argv[1:])
    names = differing(before, after)
    print(f"{len(files_under(before))} files, differ or missing: {len(names)}", *names, sep="\n  ")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
