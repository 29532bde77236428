"""A fault put into a process in which the project is loaded already: functions are given the faulty code."""

import gc
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType

COMPILED = "sim/trade/"
"""Machine code is made of these files when they are loaded: nothing can be put into it later."""


class Elsewhere(ValueError):
    """The fault is not within functions alone, so that it takes a process that starts with it."""


def changes(sound: str, faulty: str, file: str) -> list[tuple[CodeType, CodeType]]:
    """The functions that a fault changes, each as it is loaded and with the fault in it.

    Raises Elsewhere where it changes a constant, a default or a decorator, too.
    """
    return list(_changes(compile(sound, file, "exec"), compile(faulty, file, "exec")))


def _changes(sound: CodeType, faulty: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Of a module or of the body of a class, whose own instructions have to be the same."""
    within, within_faulty = _codes(sound), _codes(faulty)
    same = sound.co_code == faulty.co_code and sound.co_names == faulty.co_names
    if not same or _values(sound) != _values(faulty) or len(within) != len(within_faulty):
        raise Elsewhere(sound.co_filename)
    for one, other in zip(within, within_faulty, strict=True):
        if one.co_name != other.co_name:
            raise Elsewhere(sound.co_filename)
        if not _is_function(one):
            yield from _changes(one, other)
        elif one != other:
            yield one, other


def _codes(code: CodeType) -> list[CodeType]:
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _values(code: CodeType) -> list[str]:
    return [repr(constant) for constant in code.co_consts if not isinstance(constant, CodeType)]


def _is_function(code: CodeType) -> bool:
    return bool(code.co_flags & 0x2)  # CO_NEWLOCALS: all but modules and bodies of classes


def put(changed: list[tuple[CodeType, CodeType]], file: Path) -> int:
    """Give every loaded function of the file its changed code; returns how many functions that were."""
    by_place = {(sound.co_qualname, sound.co_firstlineno): faulty for sound, faulty in changed}
    found = 0
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == str(file):
            faulty = by_place.get((each.__code__.co_qualname, each.__code__.co_firstlineno))
            if faulty is not None:
                each.__code__ = faulty.replace(co_filename=str(file))
                found += 1
    return found
