"""Faults are put into loaded functions, however these are held; others are told to be elsewhere."""

import importlib.util
import sys
from pathlib import Path

import pytest

from tests.faults.live import Elsewhere, changes, put

SOUND = """
from functools import lru_cache

LIMIT = 3

def plain(x, more=1):
    return x < LIMIT

@lru_cache
def cached(x):
    return [y + 1 for y in range(x)]

class Thing:
    @property
    def size(self):
        return 1

    @classmethod
    def of(cls):
        return 2

held = plain
"""


@pytest.fixture
def loaded(tmp_path):
    file = tmp_path / "planted_module.py"
    file.write_text(SOUND)
    spec = importlib.util.spec_from_file_location("planted_module", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules["planted_module"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["planted_module"]


def planted(module, old, new):
    assert SOUND.count(old) == 1
    return changes(SOUND, SOUND.replace(old, new), module.__file__)


def put_into(module, old, new):
    return put(planted(module, old, new), Path(module.__file__))


def test_a_function_is_changed_wherever_it_is_held(loaded):
    assert put_into(loaded, "x < LIMIT", "x > LIMIT") == 1
    assert loaded.held(4)


def test_wrapped_functions_and_what_is_within_them_change_too(loaded):
    put_into(loaded, "y + 1", "y - 1")
    assert loaded.cached(2) == [-1, 0]


@pytest.mark.parametrize(("old", "new"), [("return 1", "return 5"), ("return 2", "return 5")])
def test_methods_and_properties_change(loaded, old, new):
    assert put_into(loaded, old, new) == 1
    assert 5 in (loaded.Thing().size, loaded.Thing.of())


@pytest.mark.parametrize(
    ("old", "new"), [("LIMIT = 3", "LIMIT = 4"), ("more=1", "more=2"), ("@lru_cache", "@lru_cache(None)")]
)
def test_constants_defaults_and_decorators_are_elsewhere(loaded, old, new):
    with pytest.raises(Elsewhere):
        planted(loaded, old, new)


def test_nothing_changes_where_nothing_does(loaded):
    assert changes(SOUND, SOUND, loaded.__file__) == []
