"""Standard streams as they are found: of any encoding, missing, or closed by whoever read them."""

import codecs
import contextlib
import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TextIO

import click

STAND_INS: Final = "cellswitch-stand-ins"
"""Name of the error handler that puts ASCII in the place of what an encoding does not have."""
_ASCII: Final = "cellswitch-ascii"
"""ASCII under another name: click takes a stream of that encoding for misconfigured, and would write UTF-8 to it."""
_LIKE: Final = {
    "–": "-", "—": "-", "−": "-", "\u2011": "-", "±": "+-", "→": "->", "←": "<-", "≈": "~", "≤": "<=", "≥": ">=", "×": "x",
    "’": "'", "\u2018": "'", "“": '"', "”": '"', "„": '"', "…": "...", "·": ".", "•": "*", "€": "EUR", "\u00a0": " ",
    "ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "─": "-", "━": "-", "╸": "-", "╺": "-", "═": "=", "│": "|", "┃": "|", "║": "|",
}  # fmt: skip
_STDERR: Final = 2
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_BOXES: Final = range(0x2500, 0x2580)


def legible(text: str, encoding: str) -> str:
    """A text as a stream of an encoding shows it: a stand-in in ASCII for every character that it lacks."""
    return text.encode(encoding, STAND_INS).decode(encoding)


def _like(character: str) -> str:
    """The nearest in ASCII; a question mark where nothing is near."""
    if character in _LIKE:
        return _LIKE[character]
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or ("+" if ord(character) in _BOXES else "?")


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_like, error.object[error.start : error.end])), error.end


def _codec(name: str) -> codecs.CodecInfo | None:
    if name != _ASCII.replace("-", "_"):
        return None
    ascii_ = codecs.lookup("ascii")
    return codecs.CodecInfo(
        ascii_.encode,
        ascii_.decode,
        streamreader=ascii_.streamreader,
        streamwriter=ascii_.streamwriter,
        incrementalencoder=ascii_.incrementalencoder,
        incrementaldecoder=ascii_.incrementaldecoder,
        name=_ASCII,
    )


codecs.register_error(STAND_INS, _replaced)
codecs.register(_codec)


def make_ready() -> None:
    """Have streams for results and messages on which any text may be written; what is missing goes nowhere."""
    _take_standard_descriptors()
    sys.stdout = _ready(sys.stdout)
    sys.stderr = _ready(sys.stderr)


def _take_standard_descriptors() -> None:
    """Open those that are closed: otherwise the next file would be one of them, and what is said would go into it."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        os.set_inheritable(descriptor, True)  # noqa: FBT003 - takes no name
    os.close(descriptor)


def _ready(stream: TextIO | None) -> TextIO:
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):
        plain = codecs.lookup(stream.encoding).name == "ascii"
        stream.reconfigure(encoding=_ASCII if plain else None, errors=STAND_INS)
    return stream


def tell(message: str, *, quiet: bool = False) -> None:
    """Say something beside the results, on stderr; that nobody can hear it is no error."""
    if not quiet:
        with contextlib.suppress(OSError):
            click.echo(message, err=True)


def echo_json(text: str) -> None:
    """Print a JSON document on stdout: the same values in any encoding."""
    click.echo(_escaped(text, lambda found: json.dumps(found[0])[1:-1]), nl=False)


def echo_toml(text: str) -> None:
    """Print a TOML document on stdout: the same values in any encoding."""
    click.echo(_escaped(text, lambda found: f"\\U{ord(found[0]):08x}"), nl=False)


def _escaped(text: str, escape: Callable[[re.Match[str]], str]) -> str:
    """A document that stands in strings alone for more than ASCII, as a stream that is not UTF-8 needs it."""
    utf8 = codecs.lookup(getattr(sys.stdout, "encoding", None) or "utf-8").name == "utf-8"
    return text if utf8 else _BEYOND_ASCII.sub(escape, text)


@contextlib.contextmanager
def while_somebody_reads() -> Iterator[None]:
    """End quietly, as programs do, where nobody reads the results any more (`| head`)."""
    try:
        yield
    except BrokenPipeError:
        _silence(sys.stdout)
        raise click.exceptions.Exit(0) from None


def flushed(code: int, failed: int) -> int:
    """The exit code once all that was said is out: `failed` where results could not be written and nothing else was wrong."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            _silence(stream)
        except OSError as error:
            _silence(stream)
            if stream is sys.stdout and code == 0:
                tell(f"I/O error: {error}")
                code = failed
    return code


def _silence(stream: TextIO) -> None:
    """Send what a stream still holds nowhere: at the end of the process it would fail again."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
