"""Mutated files: whatever the bytes, loading ends with a scenario, with faults, or with a missing file."""

import copy
import re
import tomllib

import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.core.errors import FaultyInput, InputMissing
from sim.scenario.load import load
from tests.builders import world
from tests.scenario.files import leaves
from tests.scenario.full_example import FULL

BYTES = FULL.encode()
DOCUMENT = tomllib.loads(FULL)
SMALL = tomli_w.dumps(world()).encode()
PATHS = [path for path, _ in leaves(DOCUMENT)]

positions = st.integers(0, len(BYTES))
cuts = st.tuples(
    positions,
    st.integers(0, 40),
    st.binary(max_size=12) | st.sampled_from([b"[", b"]]", b'"""', b"=", b"\n"]),
)
odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=9),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.just([]),
    st.just({}),
    st.lists(st.integers() | st.text(max_size=3) | st.just({}), max_size=3),
    st.dictionaries(
        st.sampled_from(["dist", "kind", "seed", "low", "high", "take", "x"]),
        st.text(max_size=9) | st.floats(),
    ),
    st.sampled_from([path[-1] for path in PATHS]),
)


def outcome(path, *sets):
    """The exit code that loading would end with."""
    told = ()
    try:
        load(path, sets)
    except FaultyInput as error:
        told = error.faults
    except InputMissing:
        return InputMissing.exit_code
    assert all(str(fault).isprintable() for fault in told)
    return FaultyInput.exit_code if told else 0


def ends(folder, content):
    path = folder / "fuzz.toml"
    path.write_bytes(content)
    return outcome(path)


def mutated(cut):
    at, length, new = cut
    return BYTES[:at] + new + BYTES[at + length :]


quiet = settings(
    deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@settings(quiet, max_examples=60)
@given(cut=cuts)
def test_bytes_cut_and_put_in_never_break_the_loader(tmp_path, cut):
    assert ends(tmp_path, mutated(cut)) in {0, 65}


@settings(quiet, max_examples=30)
@given(content=st.binary())
def test_arbitrary_bytes_never_break_the_loader(tmp_path, content):
    assert ends(tmp_path, content) == 65


def put(document, path, value):
    """The document with another value at a path, or without the key where the value is None."""
    table = document
    for key in path[:-1]:
        table = table[key]
    if value is None:
        del table[path[-1]]
    else:
        table[path[-1]] = value


@settings(quiet, max_examples=40)
@given(changes=st.lists(st.tuples(st.sampled_from(PATHS), odd), min_size=1, max_size=3))
def test_odd_values_at_any_key_never_break_the_loader(tmp_path, changes):
    document = copy.deepcopy(DOCUMENT)
    for path, value in changes:
        try:
            put(document, path, value)
        except (LookupError, TypeError):
            continue
    assert ends(tmp_path, tomli_w.dumps(document).encode("utf-8", "replace")) in {0, 65}


@settings(quiet, max_examples=30)
@given(moved=st.tuples(st.sampled_from(PATHS), st.sampled_from(PATHS)))
def test_values_put_where_others_belong_never_break_the_loader(tmp_path, moved):
    document, value = copy.deepcopy(DOCUMENT), copy.deepcopy(DOCUMENT)
    for key in moved[0]:
        value = value[key]
    put(document, moved[1], value)
    assert ends(tmp_path, tomli_w.dumps(document).encode()) in {0, 65}


@settings(quiet, max_examples=30)
@given(line=st.integers(0, FULL.count("\n")), other=st.integers(0, FULL.count("\n")))
def test_lines_that_change_places_never_break_the_loader(tmp_path, line, other):
    lines = FULL.splitlines(keepends=True)
    lines.insert(other, lines.pop(min(line, len(lines) - 1)))
    assert ends(tmp_path, "".join(lines).encode()) in {0, 65}


@settings(quiet, max_examples=40)
@given(
    text=st.text(max_size=30)
    | st.from_regex(re.compile(r"[a-z.]{1,20}=[-0-9a-z\[\]{}\" ]{0,9}"), fullmatch=True)
)
def test_any_set_is_a_value_or_a_fault(tmp_path, text):
    path = tmp_path / "small.toml"
    path.write_bytes(SMALL)
    assert outcome(path, text) in {0, 65}
