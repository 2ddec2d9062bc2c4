"""Systems without Linux's kernel: everything that only Linux has is left out here, and the verdicts stay the same."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from nngrade import opened
from nngrade.api import ReportContext
from nngrade.plugins.manager import load_plugins
from nngrade.sandbox import container, control, early, limits, meter, probe, ready, session, watch
from nngrade.sandbox import link as link_module
from nngrade.sandbox import sandbox as sandbox_module
from nngrade.sandbox.outcome import Died, OutOfMemory, SandboxFault, TimedOut, how_it_ended
from nngrade.sandbox.sandbox import Sandbox
from report_samples import check, context, exercise, result
from sandbox_helpers import alive, children, ends, eventually, learner, spawn
from toy_course import SOLUTION, grade, statuses, toy

OFF = ("landlock", "seccomp", "cgroup", "pidfd", "memory", "pdeathsig")
WRONG = SOLUTION.replace("2 *", "3 *")
PROGRAMS = {
    "right": SOLUTION,
    "wrong": WRONG,
    "raises": SOLUTION.replace("return 2", "1 / 0\n    return 2"),
    "loops": SOLUTION.replace("return 2", "while True: pass\n    return 2"),
    "sleeps": SOLUTION.replace("return 2", "import time; time.sleep(99)\n    return 2"),
    "grows": SOLUTION.replace("return 2", "kept = [bytearray(b'x' * (1 << 22)) for _ in range(500)]\n    return 2"),
    "leaves": SOLUTION.replace("return 2", "import os; os._exit(3)\n    return 2"),
    "imports": SOLUTION.replace("return 2", "import pytest\n    return 2"),
    "prints": SOLUTION.replace("return 2", "print('x' * 300_000)\n    return 2"),
    "broken": "def double(x:\n",
    "ends": "import os\nos._exit(0)\n",
}


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what macOS lacks: /proc, the state of a process, larger pipes, `poll`, files without names."""
    monkeypatch.setattr(session, "open_session", partial(_without))
    monkeypatch.setattr("nngrade.grading.open_session", _without)
    monkeypatch.setattr(meter, "PROC", False)
    monkeypatch.setattr(meter, "TELLS_STATE", False)
    monkeypatch.setattr(sandbox_module, "fcntl", None)
    monkeypatch.setattr(ready, "Poll", ready.Selecting)
    monkeypatch.setattr(ready, "give_way", lambda: time.sleep(0))
    monkeypatch.setattr(opened, "DESCRIPTORS", "/no/where")
    monkeypatch.setattr(watch, "IDLE_SECONDS", 1.0)


def _without(imports: tuple[str, ...] = (), *, contained: bool = False) -> Sandbox:
    return Sandbox(imports, OFF)


@pytest.fixture
def bare(elsewhere: None) -> Iterator[Sandbox]:
    with Sandbox(without=OFF) as one:
        yield one


def verdicts(root: Path) -> dict[str, list[str]]:
    course = toy(root, limits={"check_seconds": 2, "import_seconds": 5, "memory_mb": 200})
    graded = grade(course, *PROGRAMS.values())
    return {name: statuses(one) for name, one in zip(PROGRAMS, graded, strict=True)}


def test_the_verdicts_are_the_same(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    here = verdicts(tmp_path / "here")
    request.getfixturevalue("elsewhere")
    assert verdicts(tmp_path / "elsewhere") == here
    assert [here[name][0] for name in ("right", "loops", "sleeps", "grows", "imports")] == [
        "passed", "timeout", "timeout", "memory", "blocked",
    ]  # fmt: skip


def test_only_process_limits_are_in_force(bare: Sandbox) -> None:
    assert bare.isolation == "rlimits"
    assert 0 < bare.unlimited < 1 << 30
    limited = "import resource\ndef f(): return resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY"
    assert learner(bare, limited).f()


@pytest.mark.parametrize("body", ["while True: pass", "10 ** 10 ** 8", "while True: print('x' * 70)"])
def test_a_loop_is_a_timeout(bare: Sandbox, body: str) -> None:
    assert isinstance(ends(bare, body), TimedOut)


@pytest.mark.parametrize("body", ["time.sleep(99)", "os.kill(os.getpid(), signal.SIGSTOP)"])
def test_a_sleeper_is_a_timeout(bare: Sandbox, body: str) -> None:
    outcome = ends(bare, body, seconds=20)
    assert isinstance(outcome, TimedOut) and "the code does nothing for 1 s" in str(outcome)


def test_memory_is_watched(bare: Sandbox) -> None:
    link = spawn(bare, "def f():\n    kept = [b'x' * (1 << 22) for _ in range(500)]\n    while True: pass")
    link.memory = 64 << 20
    link.imported(10)
    link.start(20)
    with pytest.raises(OutOfMemory, match="more memory than the exercise allows"):
        link_module_ask(link)
    assert eventually(lambda: not alive(link.worker.pid or 0))


def link_module_ask(link: link_module.Remote) -> Any:
    from nngrade.sandbox.handles import Implementation

    return Implementation(link).f()


def test_large_answers_pass_small_sockets(elsewhere: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "pair", _small)
    with Sandbox(without=OFF) as one:
        impl = learner(one, "def f(x):\n    print('y' * 200_000)\n    return x + 1")
        import numpy as np

        x = np.arange(1_000_000.0)
        assert (impl.f(x) == x + 1).all()
        links = [spawn(one, "def f(): return 1") for _ in range(30)]  # more than the channel to the zygote holds
        for link in links:
            link.imported(10)


def _small(make: Callable[[], tuple[socket.socket, socket.socket]] = socket.socketpair) -> Any:
    ends = make()
    for end in ends:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    return ends


# What is left behind.

STARTS = """
import os, subprocess, sys
def f():
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(99)"]).pid
def leave(): os._exit(0)
"""


@pytest.mark.parametrize("way", ["kill", "dismiss", "leave", "close"])
def test_what_a_worker_has_started_ends_with_it(elsewhere: None, way: str) -> None:
    with Sandbox(without=OFF) as one:
        impl = learner(one, STARTS)
        link = impl._link
        assert isinstance(link, link_module.Remote)
        family = [link.worker.pid or 0, impl.f()]
        assert all(map(alive, family))
        if way == "leave":
            with pytest.raises(Died):
                impl.leave()
        elif way != "close":
            getattr(one, way)(link.worker)
        if way != "close":
            assert eventually(lambda: not any(map(alive, family)))
    assert eventually(lambda: not any(map(alive, family))) and not one.folder.exists()


BODIES = {
    "idle": "",
    "busy": "while True: pass",
    "asleep": "import time; time.sleep(99)",
    "stopped": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "deaf": "10 ** 10 ** 9",  # no other thread runs meanwhile
}


@pytest.mark.parametrize("what", BODIES)
def test_workers_end_with_a_zygote_that_is_killed(
    elsewhere: None, what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Sandbox(without=OFF) as one:
        link = spawn(one, f"def f(): return 1\n{BODIES[what]}")
        assert eventually(lambda: (one.pump(), link.worker.pid)[1] is not None)
        if what == "idle":
            link.imported(10)
        elif what == "stopped":
            assert eventually(lambda: b") T " in Path(f"/proc/{link.worker.pid}/stat").read_bytes())
        else:
            time.sleep(0.3)
        os.kill(one.pid, signal.SIGKILL)
        with pytest.raises(SandboxFault, match="ended unexpectedly"):
            [one.pump(5) for _ in range(10)]
        assert eventually(lambda: not alive(link.worker.pid or 0))
    assert list(tmp_path.iterdir()) == []


GRADER = """
import sys, time
sys.path.insert(0, {tests!r})
from sandbox_helpers import Sandbox, learner, spawn
with Sandbox(without={off!r}) as one:
    learner(one, "def f(): return 1")
    spawn(one, "while True: pass")
    spawn(one, "import time; time.sleep(99)")
    while len([1 for worker in one.workers.values() if worker.pid]) < 3: one.pump(5)
    print(one.pid, flush=True)
    time.sleep(99)
"""


def test_workers_end_when_everybody_else_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    source = GRADER.format(tests=str(Path(__file__).parent), off=OFF)
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        zygote = int(grader.stdout.readline())
        family = [zygote, *children(zygote)]
        assert len(family) == 4
        for pid in (zygote, grader.pid):
            os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not any(map(alive, family)))


# The parts.


def test_a_system_without_sessions_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.posix_spawn

    def refuse(*given: Any, setsid: bool = False, **more: Any) -> int:
        if setsid:
            raise NotImplementedError("setsid is not available on this platform")
        return real(*given, **more)

    monkeypatch.setattr(os, "posix_spawn", refuse)
    started = early.spawn()
    try:
        assert control.receive(started.channel)[0][0] == "started"
        assert os.getsid(started.pid) == started.pid
    finally:
        started.channel.close()
        os.waitpid(started.pid, 0)


def test_waiting_without_poll() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        poll = ready.Selecting()
        poll.register(ours, ready.READ)
        assert poll.poll(0) == []
        poll.modify(ours, ready.WRITE)
        assert poll.poll() == [(ours.fileno(), ready.WRITE)]
        theirs.send(b"x")
        poll.register(ours.fileno(), ready.READ | ready.WRITE)
        assert sorted(poll.poll(1000)) == sorted([(ours.fileno(), ready.READ), (ours.fileno(), ready.WRITE)])
        poll.unregister(ours)
        assert poll.poll(0) == []


def test_small_buffers_are_made_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socketpair", _small)
    for end in early.pair():
        with end:
            assert end.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) > 64 << 10
            assert end.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) > 64 << 10


def test_a_system_that_says_nothing_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_pages", lambda field: 0)
    assert limits.address_space() == 0
    assert 10 << 20 < limits.resident() < 1 << 40
    asked: dict[int, Any] = {}
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "setrlimit", asked.__setitem__)
    limits.apply(5, 0)
    assert asked and resource.RLIMIT_AS not in asked


def test_a_system_without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "resource", None)
    assert limits.apply(5, 1 << 30) == []


def test_a_system_on_which_everybody_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    psutil = pytest.importorskip("psutil")
    monkeypatch.setattr(meter, "PROC", False)
    monkeypatch.setattr(meter, "TELLS_STATE", False)
    monkeypatch.setattr(psutil.Process, "status", lambda self: "running")
    with subprocess.Popen(
        [sys.executable, "-c", "import time; print(1, flush=True); time.sleep(99)"], stdout=-1
    ) as one:
        assert one.stdout is not None
        one.stdout.readline()
        assert eventually(lambda: meter.activity(one.pid) is not None)
        assert eventually(lambda: meter.activity(one.pid) == meter.activity(one.pid))
        one.kill()
    assert meter.activity(one.pid) is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "it left with exit code 0"),
        (113, "it left with exit code 113"),
        (-11, "segmentation fault (SIGSEGV)"),
        (0xC0000005 - (1 << 32), "access violation (0xC0000005)"),
        (0xC0000420 - (1 << 32), "crashed (0xC0000420)"),
    ],
)
def test_ends_have_a_name_on_every_system(code: int, words: str) -> None:
    assert how_it_ended(code) == words


def test_containers_are_linuxs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxFault, match=r"works on Linux only.*--isolation auto"):
        session.open_session(contained=True)
    monkeypatch.setattr(container, "engine", None)
    assert "Linux only" in probe._container_row().value


# The reports.


@pytest.mark.parametrize("feedback", ["student", "staff"])
@pytest.mark.parametrize("isolation", ["process", "rlimits", "landlock7+seccomp+rlimits"])
@pytest.mark.parametrize("name", ["terminal", "plain", "json", "junit", "github", "gradescope"])
def test_every_report_says_what_was_in_force(
    name: str, isolation: str, feedback: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    document = result(exercise("03_x", check("test_f", score=10)), isolation=isolation)
    asked: ReportContext = context(feedback=feedback)
    text = load_plugins().reporters[name].report(document, asked)
    assert isolation in str(text)
    if name == "gradescope":  # what people see of it
        import json

        assert isolation in json.loads(str(text))["output"]
