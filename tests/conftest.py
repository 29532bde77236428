"""What all tests share: how widely hypothesis looks, and the list of proofs that `make verify` writes."""

import os
import signal

from hypothesis import Phase, settings

from tests.trade import hand_over
from tests.verification import VerificationList, proof, pytest_addoption, pytest_collection_modifyitems

__all__ = ["proof", "pytest_addoption", "pytest_collection_modifyitems"]

settings.register_profile("same", derandomize=True, database=None, deadline=None, print_blob=True)
settings.register_profile("explore", deadline=None, print_blob=True)
# Tells that something fails, as soon as it does: no search for the smallest example.
settings.register_profile("first", settings.get_profile("same"), phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
if os.environ.get("CHECK_TABLES"):
    hand_over.take_over()
os.environ.pop("COLUMNS", None)  # what is shown does not depend on the terminal in which the tests run


def pytest_configure(config):
    """Only the process that sees all results keeps the list.

    Whoever starts the tests in the background has Ctrl-C ignored, and programs inherit that: here it counts.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(VerificationList(config), "verification-list")
