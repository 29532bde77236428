"""Lines of a TOML text: on which line each key stands, for faults and provenance."""

import re
import tomllib
from contextlib import suppress
from typing import Final

from sim.scenario.reading.key_path import KeyPath

DEEPEST: Final = 32
"""Levels of tables and lists; a scenario has about ten."""
MOST_KEYS: Final = 50_000
LONGEST_WORD: Final = 200
"""Characters of a number, date or bare key."""

_SPACE: Final = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
_BLANK: Final = re.compile(r"[ \t]*+")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]++")
_WORD: Final = re.compile(r"[^\s,\[\]{}#=\"']++(?: \d\d:[^\s,\]}#]*+)?")
_STRING: Final = re.compile(
    r'"""(?:\\.|[^\\"]|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\[^\n])*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)


class OutOfBoundsError(ValueError):
    """The text nests deeper, holds more keys or longer numbers than a scenario does; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


class _MalformedError(ValueError):
    """The text is not TOML from here on; the parser will say so better."""


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line of every key, table and list element of a TOML text, counted from 1; lines end in a line feed.

    A key that is named several times (a table's header and its dotted keys) has its first line. Text that
    is not TOML ends the map where it goes wrong. Takes time in proportion to the text.
    Raises OutOfBoundsError before anything deep or large is built.
    """
    scanner = _Scanner(text)
    with suppress(_MalformedError):
        scanner.scan()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self._line = 1
        self._counted = 0
        self._table: KeyPath = ()
        self._lengths: dict[KeyPath, int] = {}

    def scan(self) -> None:
        self._skip(_SPACE)
        while self.at < len(self.text):
            if self._sees("[["):
                self._list_header()
            elif self._sees("["):
                self._table = self._header("]")
            else:
                self._pair(self._table)
            self._skip(_SPACE)

    def _list_header(self) -> None:
        path = self._header("]]")
        position = self._lengths.get(path, 0)
        self._lengths[path] = position + 1
        self._table = (*path, position)
        self._note(self._table, self._line)

    def _header(self, closing: str) -> KeyPath:
        line = self._here()
        path: KeyPath = ()
        for key in self._keys():
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
            path = (*path, key)
            self._note(path, line)
        self._expect(closing)
        inner = self._lengths.get(path)
        return path if inner is None or closing == "]]" else (*path, inner - 1)

    def _pair(self, table: KeyPath) -> None:
        line = self._here()
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, line)
        self._expect("=")
        self._skip(_BLANK)
        self._value(path)

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._sees("."):
            keys.append(self._key())
            if len(keys) > DEEPEST:
                raise OutOfBoundsError(self._here(), f"nests deeper than {DEEPEST} levels")
        return keys

    def _key(self) -> str:
        self._skip(_BLANK)
        bare = _BARE.match(self.text, self.at)
        token = bare or self._string()
        self.at = token.end()
        self._skip(_BLANK)
        return token[0] if bare else _unquoted(token[0])

    def _value(self, path: KeyPath) -> None:
        if self._sees("["):
            self._list(path)
        elif self._sees("{"):
            self._inline_table(path)
        elif self.text.startswith(('"', "'"), self.at):
            self.at = self._string().end()
        else:
            self._word()

    def _list(self, path: KeyPath) -> None:
        position = 0
        self._skip(_SPACE)
        while not self._sees("]"):
            element = (*path, position)
            self._note(element, self._here())
            self._value(element)
            position += 1
            self._skip(_SPACE)
            if not self._sees(","):
                self._expect("]")
                return
            self._skip(_SPACE)

    def _inline_table(self, path: KeyPath) -> None:
        self._skip(_SPACE)
        while not self._sees("}"):
            self._pair(path)
            self._skip(_SPACE)
            if not self._sees(","):
                self._expect("}")
                return
            self._skip(_SPACE)

    def _string(self) -> re.Match[str]:
        return self._match(_STRING)

    def _word(self) -> None:
        word = self._match(_WORD)
        if len(word[0]) > LONGEST_WORD:
            raise OutOfBoundsError(self._here(), f"holds a value of {len(word[0])} characters without quotes")
        self.at = word.end()

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise _MalformedError
        return found

    def _skip(self, pattern: re.Pattern[str]) -> None:
        self.at = self._match(pattern).end()

    def _sees(self, token: str) -> bool:
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def _expect(self, token: str) -> None:
        if not self._sees(token):
            raise _MalformedError

    def _here(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def _note(self, path: KeyPath, line: int) -> None:
        if len(path) > DEEPEST:
            raise OutOfBoundsError(line, f"nests deeper than {DEEPEST} levels")
        self.lines.setdefault(path, line)
        if len(self.lines) > MOST_KEYS:
            raise OutOfBoundsError(line, f"holds more than {MOST_KEYS} values")


def _unquoted(token: str) -> str:
    if "\\" not in token:
        return token[1:-1]
    try:
        return str(tomllib.loads(f"key = {token}")["key"])
    except tomllib.TOMLDecodeError as error:
        raise _MalformedError from error
