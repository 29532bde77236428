"""Write every sample of the documents anew, and the picture, from one study: what a reader sees is what is printed.

A sample is a console block. Each of its commands that has lines below it is run, in a folder of its own with the
scenarios and the seeds, and its output stands there; a command without lines is only an example. A comment above the
block, `<!-- lines: REGEX; FROM..TO -->`, keeps the lines in which an expression is found, and those from one up to
the next that another is found in, without it; `…` stands for those left out. A block of another language below
`<!-- file: PATH -->` is a file that the reader saves: it lies in that folder before the first command is run.

    python -m docs.generate.samples            writes the documents and docs/report.png (the picture needs chromium)
    python -m docs.generate.samples --check    ends with 1 where a sample is not what its command prints
"""

import difflib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from PIL.PngImagePlugin import PngInfo

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(path for room in ("how-to", "explanation") for path in (ROOT / "docs" / room).glob("*.md")),
)
"""What may have samples; the first makes the study that the others read."""
PICTURE: Final = ROOT / "docs" / "report.png"
LEFT_OUT: Final = "…"
COLUMNS: Final = "118"
"""Width of the terminal that the samples are printed on."""
ANSWER: Final = "Answer"
"""Name of the picture's text that holds the answer of the page in it."""
WIDTH: Final = 1400
HEIGHT: Final = 1240
LARGEST: Final = 300_000
"""Bytes that the picture may have."""
COLOURS: Final = (256, 128, 64, 32)
STUDY: Final = "results/levc-uk-compare-*"
"""Folder of the study that the samples come from."""
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
BLOCK: Final = re.compile(
    r"(?:^<!-- lines: (?P<kept>.+?) -->\n)?^```console\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL
)
SAVED: Final = re.compile(
    r"^<!-- file: (?P<path>\S+) -->\n```\w*\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL
)
_PROMPT: Final = "$ "

Terminal = Callable[[str], str]
"""Runs a command line and gives what it prints on stdout."""


class Command(NamedTuple):
    """A command line of a sample, and the lines that stand below it."""

    line: str
    shown: tuple[str, ...]


def commands(text: str) -> list[Command]:
    """The commands of a console block, in their order."""
    found: list[Command] = []
    for line in text.splitlines():
        if line.startswith(_PROMPT):
            found.append(Command(line.removeprefix(_PROMPT), ()))
        else:
            found[-1] = found[-1]._replace(shown=(*found[-1].shown, line))
    return found


def shortened(lines: Sequence[str], wanted: str | None) -> Iterator[str]:
    """The lines that are wanted (see above), with `…` for every run of lines left out between them."""
    kept = [True] * len(lines) if wanted is None else _kept(lines, wanted.split("; "))
    left = False
    for at, line in enumerate(lines):
        if kept[at]:
            if left:
                yield LEFT_OUT
            yield line
        left = not kept[at] and (left or (any(kept[:at]) and bool(line.strip())))


def _kept(lines: Sequence[str], wanted: Sequence[str]) -> list[bool]:
    kept = [False] * len(lines)
    for each in wanted:
        begin, between, end = each.partition("..")
        inside = False
        for at, line in enumerate(lines):
            inside = (inside and not re.search(end, line)) or bool(re.search(begin, line))
            kept[at] = kept[at] or inside
            inside = inside and bool(between)
    return kept


def written(document: str, terminal: Terminal) -> str:
    """The document with its samples as the terminal shows them now."""
    return BLOCK.sub(lambda block: _block(block, terminal), document)


def _block(block: re.Match[str], terminal: Terminal) -> str:
    kept, lines = block["kept"], []
    for command in commands(block["text"]):
        lines.append(f"{_PROMPT}{command.line}")
        if command.shown:
            printed = [line.rstrip() for line in terminal(command.line).strip("\n").splitlines()]
            lines += shortened(printed, kept)
    comment = f"<!-- lines: {kept} -->\n" if kept else ""
    return f"{comment}```console\n" + "".join(f"{line}\n" for line in lines) + "```"


def copied(folder: Path) -> Path:
    """What the commands read, in a folder of its own, with the files that a reader saves."""
    for name in ("scenarios", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "results").mkdir()
    for path, text in saved().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def saved() -> dict[str, str]:
    """Files that the documents have a reader save, by their path."""
    texts = (document.read_text(encoding="utf-8") for document in DOCUMENTS)
    return {found["path"]: found["text"] for text in texts for found in SAVED.finditer(text)}


def terminal(folder: Path) -> Terminal:
    """A plain terminal in a folder; a command line is run once, the studies that others read before them."""
    printed: dict[str, str] = {}

    def run(line: str) -> str:
        if line not in printed:
            name, *arguments = shlex.split(line)
            names = [each for argument in arguments for each in _globbed(argument, folder)]
            assert name == "cellswitch", line  # noqa: S101 - a sample is a command of ours
            done = subprocess.run(  # noqa: S603 - the commands of our own documents
                [sys.executable, "-m", "sim", *names],
                cwd=folder,
                env=os.environ | {"COLUMNS": COLUMNS, "NO_COLOR": "1", "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                check=True,
            )
            printed[line] = done.stdout
        return printed[line]

    return run


def _globbed(argument: str, folder: Path) -> list[str]:
    found = [path.relative_to(folder).as_posix() for path in folder.glob(argument)] if "*" in argument else []
    return sorted(found) or [argument]


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


def shrink(taken: Path, target: Path, headline: str) -> int:
    """Write the picture, with the page's answer as its text, in as many colours as fit; returns its size in bytes."""
    told = PngInfo()
    told.add_text(ANSWER, headline, zip=False)
    with Image.open(taken) as drawn:
        found = drawn.convert("RGB")
    for colours in COLOURS:
        found.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True, pnginfo=told)
        if target.stat().st_size <= LARGEST:
            break
    return target.stat().st_size


def draw(folder: Path) -> str:
    """Write the picture of the page that the samples' study has; returns what went wrong, nothing when all is well."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return "the picture needs chromium on the path (Debian: apt-get install chromium)"
    (page,) = folder.glob(f"{STUDY}/report.html")
    with tempfile.TemporaryDirectory() as place:
        taken = Path(place) / "page.png"
        screenshot(browser, page, taken)
        size = shrink(
            taken, PICTURE, json.loads((page.parent / "summary.json").read_text())["answer"]["headline"]
        )
    return f"{PICTURE.name} has {size:,} bytes, more than {LARGEST:,}" if size > LARGEST else ""


def main(*words: str) -> str:
    """Write samples and picture, or check the samples; returns what went wrong, nothing when all is well."""
    with tempfile.TemporaryDirectory() as place:
        folder = copied(Path(place))
        shell = terminal(folder)
        old = {path: path.read_text(encoding="utf-8") for path in DOCUMENTS}
        new = {path: written(text, shell) for path, text in old.items()}
        if words == ("--check",):
            return "".join(_changes(path, old[path], new[path]) for path in DOCUMENTS)
        for path, text in new.items():
            path.write_text(text, encoding="utf-8")
        return draw(folder)


def _changes(path: Path, old: str, new: str) -> str:
    lines = (text.splitlines(keepends=True) for text in (old, new))
    return "".join(difflib.unified_diff(*lines, path.relative_to(ROOT).as_posix(), "printed"))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
