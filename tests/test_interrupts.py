"""Ctrl-C that something swallows still ends the run."""

from __future__ import annotations

import contextlib
import signal
import threading

import pytest
from nngrade.interrupts import noticed_interrupts
from toy_course import SOLUTION, hand_in, results, toy


def swallow():
    with contextlib.suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_an_interrupt_is_raised_at_once_and_again():
    with noticed_interrupts() as again:
        again()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            again()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_somebody_elses_handler_stays():
    heard = []
    before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        with noticed_interrupts() as again:
            signal.raise_signal(signal.SIGINT)
            again()
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]


def test_in_another_thread_nothing_is_touched():
    done = []

    def work():
        with noticed_interrupts() as again:
            again()
            done.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [signal.default_int_handler]


@pytest.mark.parametrize("last", [False, True])
def test_a_run_ends_after_the_check_in_which_it_was_swallowed(tmp_path, last):
    told = []

    def on_check(exercise, done, total):
        told.append(done)
        if done == (total if last else 1):
            swallow()

    course = toy(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        results(course, hand_in(course, SOLUTION), on_check=on_check)
    assert told == ([1, 2] if last else [1])
