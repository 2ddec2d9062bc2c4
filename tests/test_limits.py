"""Limits: code that loops, sleeps, fills, dies or lies comes to the right end, with its own sentence, in time."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from typing import Any

import pytest
from nngrade.sandbox import limits, watch
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.link import Remote
from nngrade.sandbox.outcome import Died, Garbage, Outcome, OutOfMemory, Raised, TimedOut
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import alive, eventually, learner, spawn


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as one:
        yield one


def ends(sandbox: Sandbox, body: str, seconds: float = 0.5, **job: Any) -> Outcome:
    """Call a function with this body; return what it came to. Its process is gone, and the next one works."""
    impl = learner(sandbox, f"import ctypes, os, signal, sys, time\ndef f():\n    {body}\ndef fine(): return 1", **job)
    link = impl._link
    assert isinstance(link, Remote)
    link.start(seconds)
    with pytest.raises(Outcome) as raised:
        impl.f()
    if not isinstance(raised.value, Raised):
        assert eventually(lambda: not alive(link.worker.pid or 0))
        with pytest.raises(type(raised.value)):  # asked again, it says the same
            impl.fine()
    sandbox.dismiss(link.worker)
    return raised.value


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "while True: print('x' * 70)",
        """
    while True:
        try:
            while True: pass
        except BaseException: pass""",
        """
    for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
    while True: pass""",
        "10 ** 10 ** 8",
    ],
)
def test_an_endless_loop_is_a_timeout(sandbox: Sandbox, body: str) -> None:
    outcome = ends(sandbox, body)
    assert isinstance(outcome, TimedOut) and outcome.status == "timeout"
    assert str(outcome) == "no answer after 0.5 s of computing: is there a loop that never ends?"


@pytest.mark.parametrize(
    "body",
    [
        "time.sleep(1000)",
        "import threading; threading.Lock().acquire() and threading.Event().wait()",
        "signal.pause()",
        "os.kill(os.getpid(), signal.SIGSTOP)",
        "os.read(os.pipe()[0], 1)",
    ],
)
def test_code_that_waits_for_nothing_is_a_timeout(sandbox: Sandbox, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "IDLE_SECONDS", 0.4)
    outcome = ends(sandbox, body, seconds=5)
    assert isinstance(outcome, TimedOut)
    assert str(outcome) == "the code does nothing for 0.4 s: does it sleep, or wait for input or a lock?"


def test_the_wall_clock_has_a_limit_too(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "WALL_FACTOR", 0.1)
    outcome = ends(sandbox, "\n    while True: time.sleep(0.01)", seconds=5)
    assert isinstance(outcome, TimedOut) and "does the code wait for something?" in str(outcome)


def test_a_short_sleep_is_no_timeout(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "IDLE_SECONDS", 2.0)
    assert learner(sandbox, "import time\ndef f():\n    time.sleep(0.5)\n    return 1").f() == 1


def test_many_quick_answers_count_together(sandbox: Sandbox) -> None:
    impl = learner(sandbox, "def f():\n    return sum(range(200_000))")
    impl._link.start(0.3)  # type: ignore[attr-defined]
    with pytest.raises(TimedOut):
        [impl.f() for _ in range(100_000)]


def test_the_net_below_is_the_kernels(sandbox: Sandbox) -> None:
    link = spawn(sandbox, "def f():\n    while True: pass", cpu_seconds=0.2)
    link.imported(10)
    link.start(1.0)
    link.watch = None
    link.worker.pid = None  # nobody watches
    with pytest.raises(TimedOut):
        Implementation(link).f()


def test_an_import_that_never_ends(sandbox: Sandbox) -> None:
    with pytest.raises(TimedOut, match=r"0\.3 s of computing"):
        spawn(sandbox, "while True: pass").imported(0.3)


@pytest.mark.parametrize(
    "body",
    [
        "return bytearray(4 << 30)",
        "import numpy as np; return np.ones((1 << 15, 1 << 15))",
        """
    kept = []
    while True: kept.append(bytearray(1 << 20))""",
    ],
)
def test_memory_that_is_not_there(sandbox: Sandbox, body: str) -> None:
    outcome = ends(sandbox, body, seconds=10)
    assert outcome.status == "memory"
    assert str(outcome) == "`f` asks for more memory than the exercise allows (MemoryError)"


def test_a_caught_memory_error_is_the_codes_own_business(sandbox: Sandbox) -> None:
    source = "def f():\n    try:\n        return bytearray(4 << 30)\n    except MemoryError:\n        return 'small'"
    assert learner(sandbox, source).f() == "small"


def test_many_files_or_a_large_one(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SCRATCH_FILES", 200)
    sentence = "the code writes more files than an exercise may"
    outcome = ends(sandbox, "\n    for k in range(10**9): open(str(k), 'w').close()", seconds=20)
    assert isinstance(outcome, OutOfMemory) and str(outcome) == sentence
    monkeypatch.setattr(watch, "SCRATCH_BYTES", 1 << 20)
    outcome = ends(sandbox, "open('a', 'wb').write(bytes(2 << 20)); time.sleep(9)", seconds=20)
    assert isinstance(outcome, OutOfMemory) and outcome.status == "memory"
    deep = "\n    while True: os.mkdir('d'); os.chdir('d')"
    monkeypatch.setattr(watch, "SCRATCH_FILES", 10**6)
    assert str(ends(sandbox, deep, seconds=20)) == sentence


def test_a_file_over_the_limit_is_an_error_that_python_raises(sandbox: Sandbox) -> None:
    outcome = ends(sandbox, "open('a', 'wb').truncate((64 << 20) + 1)", seconds=10)
    assert isinstance(outcome, Raised) and "File too large" in str(outcome)
    outcome = ends(sandbox, "signal.signal(25, signal.SIG_DFL); open('a', 'wb').truncate((64 << 20) + 1)", seconds=10)
    assert isinstance(outcome, OutOfMemory) and "larger than an exercise may" in str(outcome)


def test_open_files_are_limited(sandbox: Sandbox) -> None:
    outcome = ends(sandbox, "return [open('/dev/null') for _ in range(1000)]", seconds=10)
    assert isinstance(outcome, Raised) and "Too many open files" in str(outcome)


OVERFLOW = """sys.setrecursionlimit(10**9)
    one, two = [], []
    for _ in range(10**5): one, two = [one], [two]
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


def test_killing_itself_gives_some_end(sandbox: Sandbox) -> None:
    outcome = ends(sandbox, "os.kill(os.getpid(), 9)", seconds=10)
    assert outcome.status == "memory" and "most likely for the memory" in str(outcome)


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


# Output.


def printed(impl: Implementation) -> str:
    worker = impl._link.worker  # type: ignore[attr-defined]
    worker.drain()
    return str(worker.printed())


def test_output_is_kept_head_and_tail(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        """
        import os, sys
        def loud():
            print("first")
            for _ in range(800): os.write(1, b"x" * (1 << 16))
            print("last", end="")
        def single():
            for _ in range(40_000): os.write(2, b"y")
        """,
    )
    impl.loud()
    text = printed(impl)
    assert text.startswith("first\n") and text.endswith("last")
    assert "bytes left out" in text and len(text) < 70_000
    dropped = int(text.partition("… ")[2].partition(" ")[0])
    assert dropped == 800 * (1 << 16) + 10 - 65_536
    impl.single()
    assert printed(impl).endswith("y" * 32_768)


def test_output_comes_whatever_becomes_of_the_streams(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        """
        import sys
        print("at import", end=" ")
        def dots(): print(".", end=""); return 1
        def wrong(): sys.stderr.write("wrong")
        def odd(): sys.stdout.buffer.write(b"\\xff\\x00\\x1b[31m"); print("\\udcff")
        def close():
            sys.stdout.close(); sys.stderr.close(); return 2
        def lose(): sys.stdout = sys.stderr = None; return 3
        """,
    )
    assert impl.dots() == 1
    impl.wrong()
    assert printed(impl) == "at import .wrong"
    impl.odd()
    assert printed(impl).endswith("\\xff\x00\x1b[31m\\udcff\n")
    assert impl.close() == 2
    assert impl.lose() == 3
    with pytest.raises(Raised):
        learner(sandbox, "import sys\nprint('a'); sys.stdout.close()\ndef f(): print('b')").f()


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


# The limits themselves.


def test_the_kernels_limits_are_set(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        "import resource\ndef get(names): return {n: list(resource.getrlimit(getattr(resource, n))) for n in names}",
        cpu_seconds=7,
        memory_mb=100,
    )
    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": 8,
        "RLIMIT_FSIZE": limits.MAX_FILE,
        "RLIMIT_NOFILE": limits.MAX_OPEN_FILES,
    }
    assert impl.get(list(wanted)) == {name: [value, value] for name, value in wanted.items()}
    soft, hard = impl.get(["RLIMIT_AS"])["RLIMIT_AS"]
    assert soft == hard and 100 << 20 < soft < 4 << 30


def test_limits_that_are_refused_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(number: int, value: tuple[int, int]) -> None:
        asked.append((number, value))
        raise ValueError

    monkeypatch.setattr(resource, "setrlimit", refuse)
    monkeypatch.delattr(resource, "RLIMIT_MSGQUEUE")
    assert limits.apply(1.5, 1 << 30) == [
        "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_MEMLOCK", "RLIMIT_AS",
    ]  # fmt: skip
    assert (resource.RLIMIT_CPU, (2, 2)) in asked


def test_a_lower_limit_of_the_callers_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {}
    monkeypatch.setattr(resource, "getrlimit", lambda number: (10, 10))
    monkeypatch.setattr(resource, "setrlimit", asked.__setitem__)
    assert limits.apply(100, 1 << 30) == []
    assert set(asked.values()) == {(10, 10), (0, 0)}


def test_the_address_space_in_use() -> None:
    assert 10 << 20 < limits.address_space() < 1 << 45
