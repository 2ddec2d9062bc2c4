"""What a known mistake may do: print, ask, draw, write, warn, loop; the grader does not notice."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from nngrade.checks import guard
from nngrade.checks.guard import TooLong, guarded


def test_what_it_says_is_not_heard(capfd):
    with guarded():
        print("out")
        print("err", file=sys.stderr)
        warnings.warn("a warning", stacklevel=1)
        np.log(np.zeros(1)), np.mean([])
        with pytest.raises(EOFError):
            input()
    assert capfd.readouterr() == ("", "")
    print("heard")
    assert capfd.readouterr().out == "heard\n"


def test_its_random_numbers_are_those_of_a_worker():
    drawn = []
    for _ in range(2):
        with guarded(7):
            drawn.append((random.random(), np.random.rand()))
    with guarded(8):
        drawn.append((random.random(), np.random.rand()))
    assert drawn[0] == drawn[1] != drawn[2]
    np.random.seed(7)
    assert drawn[0][1] == np.random.rand()


def test_all_is_put_back_whatever_happens(tmp_path):
    streams, here = (sys.stdin, sys.stdout, sys.stderr), Path.cwd()
    with suppress(ZeroDivisionError), guarded():
        os.chdir(tmp_path)
        raise ZeroDivisionError
    assert (sys.stdin, sys.stdout, sys.stderr) == streams
    assert Path.cwd() == here
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL


def test_a_loop_ends():
    began = time.process_time()
    with suppress(TooLong), guarded(seconds=0.05) as clock:
        while True:
            pass
    assert clock.up
    assert time.process_time() - began < 2


def test_a_loop_that_swallows_it_is_known(monkeypatch):
    with guarded(seconds=0.05) as clock:
        try:
            while True:
                pass
        except Exception:
            pass
    assert clock.up


def test_in_another_thread_there_is_no_clock():
    done = []

    def work():
        with guarded(seconds=0.01) as clock:
            end = time.process_time() + 0.05
            while time.process_time() < end:
                pass
            done.append(clock.up)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [False]


def test_a_clock_within_another_one():
    ends = []
    with suppress(TooLong), guarded(seconds=0.1) as outer:
        for _ in range(50):
            with guarded(seconds=0.03) as inner, suppress(TooLong):
                while True:
                    pass
            ends.append(inner.up)
    assert not outer.up  # its time came while another one ran, and then none began
    assert 3 <= len(ends) <= 6 and all(ends)
    with suppress(TooLong), guarded(seconds=0.1) as outer:
        with guarded(seconds=5):
            pass
        while True:
            pass
    assert outer.up
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_what_must_stay_in_step_is_not_broken_off(monkeypatch):
    monkeypatch.setattr(guard, "AGAIN", 0.05)
    work = {"__name__": guard.UNBROKEN[0], "process_time": time.process_time}
    exec("def receive():\n    end = process_time() + 0.1\n    while process_time() < end: pass\n    return True", work)
    came = []
    with suppress(TooLong), guarded(seconds=0.03) as clock:
        came.append(work["receive"]())
        while True:
            pass
    assert came == [True] and clock.up
