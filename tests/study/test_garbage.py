import gc
import weakref

import pytest

from sim.study.replications import swept


class Knot:
    def __init__(self):
        self.itself = self


@pytest.fixture
def uncollected():
    gc.disable()
    yield
    gc.enable()


def test_what_something_was_made_with_is_gone_at_once_and_the_result_stays(uncollected):
    gone = []

    def make():
        knot, result = Knot(), Knot()
        gone.append(weakref.ref(knot))
        return result

    assert swept(make).itself is not None
    assert gone[0]() is None


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_afterwards_as_it_was_even_after_an_error(enabled, uncollected):
    (gc.enable if enabled else gc.disable)()
    with pytest.raises(ZeroDivisionError):
        swept(lambda: 1 / 0)
    assert gc.isenabled() == enabled
