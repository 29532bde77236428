import pytest

from sim.core.errors import BrokenInvariant, OutputFailed
from sim.core.shortfalls import Shortfalls


def _raise(error):
    raise error


def test_what_is_made_is_given_and_nothing_noted():
    shortfalls = Shortfalls()
    assert shortfalls.attempt("a table", lambda: 3, lambda _: 4) == 3
    assert shortfalls.found == []


@pytest.mark.parametrize("error", [KeyError("x"), ValueError("two\nlines"), BrokenInvariant("no balance")])
def test_a_bug_is_noted_once_and_something_else_stands_there(error):
    shortfalls = Shortfalls()
    for _ in range(2):
        assert (
            shortfalls.attempt("a table", lambda: _raise(error), lambda shortfall: shortfall.what)
            == "a table"
        )
    (found,) = shortfalls.found
    assert found.in_words == f"a table: {type(error).__name__}: {' '.join(str(error).split())}"


@pytest.mark.parametrize("error", [OutputFailed("full"), OSError("gone"), KeyboardInterrupt(), MemoryError()])
def test_what_ends_the_whole_is_let_through(error):
    with pytest.raises(type(error)):
        Shortfalls().attempt("a table", lambda: _raise(error), lambda _: None)
