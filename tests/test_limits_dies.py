"""Code that dies, or lies on the channel: its end has its name, and nothing of it is left."""

from __future__ import annotations

import os
import signal
import threading

import pytest
from nngrade.sandbox import watch
from nngrade.sandbox.outcome import Died, Garbage, OutOfMemory, TimedOut
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import alive, demand, ends, eventually, learner, spawn

OVERFLOW = """sys.setrecursionlimit(10**9)
    one, two = [], []
    for _ in range(10**6): one, two = [one], [two]  # deep enough for any build's stack
    one == two"""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("os._exit(0)", "it left with exit code 0"),
        ("os._exit(5)", "it left with exit code 5"),
        ("os._exit(113)", "it left with exit code 113"),
        ("os.abort()", "aborted (SIGABRT)"),
        ("ctypes.string_at(0)", "segmentation fault (SIGSEGV)"),
        ("os.kill(os.getpid(), signal.SIGTERM)", "terminated (SIGTERM)"),
        ("os.kill(os.getpid(), signal.SIGILL)", "illegal instruction (SIGILL)"),
        ("os.kill(os.getpid(), 40)", "signal 40"),
        ("ctypes.CDLL(None).exit(4)", "it left with exit code 4"),
        (OVERFLOW, "segmentation fault (SIGSEGV)"),
    ],
)
def test_leaving_is_an_error_with_its_name(sandbox: Sandbox, body: str, words: str) -> None:
    outcome = ends(sandbox, body, seconds=10)
    assert isinstance(outcome, Died) and outcome.status == "error"
    assert str(outcome).startswith(f"the code ended the whole program: {words}")


@pytest.mark.parametrize("body", ["os._exit(0)", "os._exit(113)", "os.abort()", "ctypes.string_at(0)"])
def test_leaving_at_import_is_no_fault_of_ours(sandbox: Sandbox, body: str) -> None:
    with pytest.raises(Died):
        spawn(sandbox, f"import ctypes, os\n{body}").imported(10)


def test_it_cannot_kill_itself_as_the_system_does_for_memory(sandbox: Sandbox) -> None:
    demand(sandbox, "seccomp")
    outcome = ends(sandbox, "os.kill(os.getpid(), 9)", seconds=10)
    assert outcome.status == "blocked"


def test_what_the_system_kills_is_told_as_memory(sandbox: Sandbox) -> None:
    impl = learner(sandbox, "import time\ndef f(): time.sleep(99)")
    worker = impl._link.worker  # type: ignore[attr-defined]
    threading.Timer(0.2, os.kill, (worker.pid, signal.SIGKILL)).start()
    with pytest.raises(OutOfMemory, match="most likely for the memory"):
        impl.f()


@pytest.mark.parametrize(
    "body",
    [
        "os.write(3, b'x' * 100)",
        "os.write(3, bytes(8))",
        "os.write(3, b'\\xff' * 8)",
        "os.write(3, b'\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01')",
        "os.write(3, b'\\x00\\x00\\x00\\x00\\xff\\xff\\xff\\x03')\n    while True: os.write(3, bytes(1 << 16))",
        "os.write(3, b'\\x06\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x94\\x01\\xa1o\\xc0\\x90')",
        "os.write(3, b'\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x94\\x01\\xa2ok\\x91\\xa1l\\x90')",
        "os.close(3)",
        "os.dup2(1, 3)",
        "os.closerange(0, 100)",
    ],
)
def test_garbage_on_the_channel_is_an_error(sandbox: Sandbox, body: str) -> None:
    outcome = ends(sandbox, body, seconds=10)
    assert isinstance(outcome, Garbage | Died), repr(outcome)
    assert outcome.status == "error"


def test_a_forged_reply_is_only_data(sandbox: Sandbox) -> None:
    forged = """
import os, struct
def reply(number, value):
    header = bytes([0x94, number]) + b"\\xa2ok" + bytes([value]) + b"\\x90"
    return struct.pack("<II", len(header), 0) + header
def f():
    os.write(3, reply(1, 42))
    return 7
"""
    impl = learner(sandbox, forged)
    assert impl.f() == 42  # it may say what it likes
    with pytest.raises(Garbage, match="nobody asked for"):
        impl.f()
    with pytest.raises(Garbage):
        learner(sandbox, forged + "os.write(3, reply(1, 41))")


def test_a_frame_that_never_comes_whole(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "IDLE_SECONDS", 0.3)
    outcome = ends(sandbox, "os.write(3, b'\\x10\\x00\\x00\\x00\\x00\\x00\\x00\\x00'); time.sleep(99)", seconds=10)
    assert isinstance(outcome, TimedOut)


def test_trouble_between_two_calls(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        """
        import signal, time
        def f():
            def late(*_): raise ValueError("late")
            signal.signal(signal.SIGALRM, late)
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            return 1
        """,
    )
    assert impl.f() == 1
    worker = impl._link.worker  # type: ignore[attr-defined]
    assert eventually(lambda: not alive(worker.pid))
    with pytest.raises(Died, match="left with exit code 1"):
        impl.f()
    assert "the program ended between two calls: ValueError" in worker.printed()


def test_nothing_of_the_learners_threads_is_left(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        """
        import atexit, threading, time
        def f():
            for _ in range(20): threading.Thread(target=time.sleep, args=(99,)).start()
            atexit.register(time.sleep, 99)
            return 1
        """,
    )
    assert impl.f() == 1
    worker = impl._link.worker  # type: ignore[attr-defined]
    sandbox.dismiss(worker)
    assert eventually(lambda: not alive(worker.pid))
