"""Write `docs/report.png`: the top of a report's page as headless Chromium shows it."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

from sim.report.evidence import evidence_of
from sim.report.write import write_report
from sim.scenario.load import load
from sim.study.compare import compare

WIDTH: Final = 1400
HEIGHT: Final = 1240
REPLICATIONS: Final = 40
LARGEST: Final = 300_000
"""Bytes that a picture of README.md may have."""
COLOURS: Final = (256, 128, 64, 32)
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")


def screenshot(browser: str, page: Path, picture: Path) -> None:
    """The top of a page, without scroll bars."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-dev-shm-usage",
        ]
        size = [f"--window-size={WIDTH},{HEIGHT}", f"--user-data-dir={profile}"]
        command = [browser, *flags, *size, f"--screenshot={picture}", page.resolve().as_uri()]
        subprocess.run(command, check=True, timeout=120, capture_output=True)  # noqa: S603 - a browser on the path


def shrink(picture: Path, target: Path) -> int:
    """Write the picture with as many colours as fit into the largest size; returns its size in bytes."""
    with Image.open(picture) as drawn:
        found = drawn.convert("RGB")
    for colours in COLOURS:
        found.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)
        if target.stat().st_size <= LARGEST:
            break
    return target.stat().st_size


def report(scenario: Path, folder: Path) -> Path:
    """The page of a comparison made in a folder of its own."""
    loaded = load(scenario)
    study = compare(loaded, replications=REPLICATIONS, out=folder)
    assert study.folder is not None  # noqa: S101 - `out` was given
    return write_report(study, study.folder, evidence=evidence_of(loaded))


def main(scenario: str, target: str) -> str:
    """Make the picture of a scenario's report; returns what went wrong, nothing when all is well."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        return "the picture needs chromium on the path (Debian: apt-get install chromium)"
    with tempfile.TemporaryDirectory() as folder:
        taken = Path(folder) / "page.png"
        screenshot(browser, report(Path(scenario), Path(folder)), taken)
        size = shrink(taken, Path(target))
    if size > LARGEST:
        return f"{target} has {size:,} bytes, more than {LARGEST:,}"
    sys.stdout.write(f"{target}: {size:,} bytes\n")
    return ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
