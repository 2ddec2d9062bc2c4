"""Limits: code that loops, sleeps or fills memory and disk comes to the right end, with its own sentence, in time."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from pathlib import Path

import pytest
from nngrade.sandbox import folders, limits, room, watch
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.outcome import Died, NotEnded, OutOfMemory, Raised, TimedOut
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import attempt, demand, ends, eventually, learner, spawn


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
    if "print" not in body:  # which waits for a grader that a busy machine may keep from reading
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


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="only Linux has such a score")
def test_a_worker_goes_first_where_memory_runs_out(sandbox: Sandbox) -> None:
    """The kernel counts files in memory for nobody: it ended the zygote for them, being larger than a worker."""
    link = learner(sandbox, "")._link
    pids = (link.worker.pid, sandbox.pid, "self")  # type: ignore[attr-defined]
    scores = [Path(f"/proc/{pid}/oom_score_adj").read_text() for pid in pids]
    assert scores[0] == "1000\n"
    assert scores[1] == scores[2]  # also while it forks: a worker raises its own
    assert attempt(sandbox, "open('/proc/self/oom_score_adj', 'w')") == "PermissionError"


def test_a_caught_memory_error_is_the_codes_own_business(sandbox: Sandbox) -> None:
    source = "def f():\n    try:\n        return bytearray(4 << 30)\n    except MemoryError:\n        return 'small'"
    assert learner(sandbox, source).f() == "small"


def test_many_files_or_a_large_one(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SCRATCH_FILES", 200)
    sentence = "the code writes more files than an exercise may"
    outcome = ends(sandbox, "\n    for k in range(10**9): open(str(k), 'w').close()", seconds=20)
    assert isinstance(outcome, OutOfMemory) and str(outcome) == sentence
    monkeypatch.setattr(room, "SCRATCH_BYTES", 1 << 20)
    outcome = ends(sandbox, "open('a', 'wb').write(bytes(2 << 20)); time.sleep(9)", seconds=20)
    assert isinstance(outcome, OutOfMemory) and outcome.status == "memory"
    deep = "\n    while True: os.mkdir('d'); os.chdir('d')"
    monkeypatch.setattr(room, "SCRATCH_FILES", 10**6)
    assert str(ends(sandbox, deep, seconds=20)) == sentence


def test_a_file_over_the_limit_is_an_error_that_python_raises(sandbox: Sandbox) -> None:
    outcome = ends(sandbox, "open('a', 'wb').truncate((64 << 20) + 1)", seconds=10)
    assert isinstance(outcome, Raised) and "File too large" in str(outcome)
    outcome = ends(sandbox, "signal.signal(25, signal.SIG_DFL); open('a', 'wb').truncate((64 << 20) + 1)", seconds=10)
    assert isinstance(outcome, OutOfMemory) and "larger than an exercise may" in str(outcome)


def test_open_files_are_limited(sandbox: Sandbox) -> None:
    outcome = ends(sandbox, "return [open('/dev/null') for _ in range(1000)]", seconds=10)
    assert isinstance(outcome, Raised) and "Too many open files" in str(outcome)


# The limits themselves.


def test_the_kernels_limits_are_set(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        "import resource\ndef get(names): return {n: list(resource.getrlimit(getattr(resource, n))) for n in names}",
        cpu_seconds=7,
        memory_mb=100,
    )
    wanted = {
        "RLIMIT_CORE": 1,
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
    assert set(asked.values()) == {(10, 10), (1, 1), (0, 0)}


def test_a_user_has_only_so_many_threads(sandbox: Sandbox) -> None:
    """Of root the kernel does not keep it, but the number is there."""
    impl = learner(sandbox, "import resource\ndef most(): return resource.getrlimit(resource.RLIMIT_NPROC)")
    most = impl.most()
    assert most[0] == most[1] > 0
    assert most[0] == resource.getrlimit(resource.RLIMIT_NPROC)[1] or most[0] > limits.SPARE_TASKS


def test_what_cannot_be_ended_has_its_outcome_all_the_same(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(worker: object) -> None:
        raise NotEnded

    link = spawn(sandbox, "def f():\n    while True: pass")
    link.imported(10)
    link.start(0.3)
    monkeypatch.setattr(sandbox, "kill", held)
    with pytest.raises(TimedOut):
        Implementation(link).f()


def test_the_address_space_in_use() -> None:
    assert 10 << 20 < limits.address_space() < 1 << 45


def test_a_worker_that_nobody_waits_for_is_looked_at(sandbox: Sandbox) -> None:
    """The zygote sees its threads and what it writes, whatever the grader does meanwhile."""
    demand(sandbox, "landlock")
    link = spawn(
        sandbox,
        """
        import threading, time
        threading.stack_size(1 << 16)
        for _ in range(400):
            threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        time.sleep(600)
        """,
    )
    assert eventually(lambda: (sandbox.pump(), link.worker.exit is not None)[1])
    assert "more than 128 threads" in link.worker.exit.over


def test_a_long_path_to_the_scratch_folder_hides_nothing(tmp_path: Path) -> None:
    """Of 1000 characters that take 4 bytes each no path leads to the end of them."""
    scratch = tmp_path / ("x" * 100)
    scratch.mkdir()
    here = os.open(scratch, os.O_RDONLY)
    for _ in range(16):
        os.mkdir("\U0001f600" * 62, dir_fd=here)
        inner = os.open("\U0001f600" * 62, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    assert room.over(os.getpid(), scratch) == "the code writes more files than an exercise may"
    folders.remove(str(scratch))
    assert not scratch.exists()


def test_what_moves_all_the_time_is_stopped_to_be_counted(tmp_path, monkeypatch) -> None:
    with subprocess.Popen(["sleep", "60"]) as process:
        states = []

        def counted(scratch):
            states.append(Path(f"/proc/{process.pid}/stat").read_text().split()[2])
            return ("too much" if states[-1] == "T" else "", True)

        monkeypatch.setattr(room, "_counted", counted)
        monkeypatch.setattr(room, "LOOKS", 10**6)
        assert room.over(process.pid, tmp_path) == ""
        assert room.over(process.pid, tmp_path, hold=True) == "too much"
        assert eventually(lambda: Path(f"/proc/{process.pid}/stat").read_text().split()[2] != "T")
        process.kill()
    assert states[0] != "T"


def test_what_ended_workers_left_goes_when_room_is_needed(sandbox: Sandbox) -> None:
    link = spawn(sandbox, "for k in range(3000): open(str(k), 'w').close()")
    link.imported(10)
    assert len([*link.scratch.iterdir()]) == 3000
    link.close()
    sandbox.make_room()
    assert not link.scratch.exists()


def test_a_child_that_holds_the_channel_stalls_nothing() -> None:
    """Where no seccomp keeps it from starting one: the worker itself has left."""
    source = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(20)\n    os._exit(0)\nos._exit(0)"
    began = time.monotonic()
    with Sandbox(without=("seccomp",)) as one, pytest.raises(Died, match="exit code 0"):
        spawn(one, source).imported(10)
    assert time.monotonic() - began < 15
