"""The progress bar: an estimate once it can be one, and messages in whole lines above it."""

import os
import pty
import re
import subprocess
import sys

import pytest

from sim.cli.remaining import Remaining, in_words

MESSAGE = "9 replications need about 1.2 GB in results/a-study-[of]-1, 3.4 GB are free: more than a line of a terminal"
BAR = """
import time
from sim.cli.progress import progress_of
with progress_of("a study", quiet=False) as watch:
    watch.progress(0, 9)
    time.sleep(0.3)
    watch.notice({message!r})
    for done in range(1, 10):
        watch.progress(done, 9)
        time.sleep(0.05)
"""


def heard(*marks):
    remaining = Remaining()
    for seconds, done in marks:
        remaining.hear(seconds, done)
    return remaining


@pytest.mark.parametrize(
    "marks",
    [
        [(0, 0)],
        [(0, 0), (20, 1)],
        [(0, 0), (20, 1), (26, 2)],
        [(0, 0), (20, 1), (20.01, 2), (20.02, 3), (22.9, 4)],
        [(0, 500), (20, 501), (26, 502)],
        [(0, 5), (5, 5), (9, 5)],
    ],
)
def test_no_estimate_before_it_can_be_one(marks):
    assert heard(*marks).rate is None
    assert heard(*marks).seconds_left(1000) is None


@pytest.mark.parametrize("before", [0, 500])
@pytest.mark.parametrize("start_up", [1, 60])
def test_start_up_and_what_was_done_earlier_are_left_out(before, start_up):
    marks = [(0, before), *((start_up + second, before + 1 + 10 * second) for second in range(5))]

    assert heard(*marks).rate == 10
    assert heard(*marks).seconds_left(before + 141) == 10


def test_the_rate_is_that_of_the_last_half_minute():
    slow = [(second, 1 + second) for second in range(100)]
    quick = [(100 + second, 100 + 20 * (second + 1)) for second in range(40)]

    assert heard((-1, 0), *slow, *quick).rate == 20


def test_batches_that_take_longer_tell_by_their_last_two():
    assert heard((0, 0), (100, 1), (200, 2), (300, 3), (500, 4)).rate == 2 / 300


@pytest.mark.parametrize(("seconds", "said"), [(7.4, "0:07"), (750, "12:30"), (10_800, "3:00:00")])
def test_time_left_reads_as_on_a_clock(seconds, said):
    assert in_words(seconds) == said


def test_a_message_during_the_bar_is_a_whole_line():
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", BAR.replace("{message!r}", repr(MESSAGE))], stderr=child
    ) as process:
        os.close(child)
        said = b""
        try:
            while block := os.read(parent, 4096):
                said += block
        except OSError:  # the other end is closed
            pass
    os.close(parent)
    # What stood on a line before it was erased is not seen any more.
    lines = [line.rpartition("\x1b[2K")[2] for line in said.decode().split("\n")]
    seen = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", line) for line in lines]
    assert process.returncode == 0
    assert MESSAGE in seen
    assert [line for line in seen if "need about" in line] == [MESSAGE]
