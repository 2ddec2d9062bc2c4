"""The zygote: it ends when its grader does, however that went, and takes everything with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from nngrade.errors import SetupError
from nngrade.grading import _demand_kernel
from nngrade.sandbox import control, early, link, worker
from nngrade.sandbox import zygote as zygote_module
from nngrade.sandbox.outcome import OutOfMemory, SandboxFault
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import alive, children, demand, eventually, learner, spawn

GRADER = """
import os, signal, sys, time
sys.path.insert(0, {tests!r})
from sandbox_helpers import Sandbox, learner, spawn
signal.signal(signal.SIGINT, lambda *_: print("interrupted", flush=True))
with Sandbox() as one:
    impl = learner(one, "import os\\ndef f(): return os.getpid()")
    busy = spawn(one, "while True: open('x', 'a').write('x')")
    busy.worker.pid or one.pump(5)
    print(one.pid, impl.f(), one.folder, flush=True)
    for line in sys.stdin:
        print(impl.f(), flush=True)
"""


class Grader:
    """Another grader: a process with a session of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        zygote, worker, folder = process.stdout.readline().split()
        self.zygote, self.worker, self.folder = int(zygote), int(worker), Path(folder)
        self.family = [self.zygote, *children(self.zygote)]
        assert self.worker in self.family and self.folder.is_dir()

    def gone(self) -> bool:
        return not any(map(alive, self.family)) and not self.folder.exists()


@contextmanager
def grader() -> Iterator[Grader]:
    source = GRADER.format(tests=str(Path(__file__).parent))
    command = [sys.executable, "-c", source]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, start_new_session=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield Grader(process)
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_grader_that_is_killed_leaves_nothing(number: signal.Signals) -> None:
    with grader() as one:
        one.process.send_signal(number)
        one.process.wait(10)
        assert eventually(one.gone), (one.family, one.folder)


def test_a_grader_that_leaves_leaves_nothing() -> None:
    with grader() as one:
        one.process.communicate(timeout=20)
        assert one.process.returncode == 0
        assert one.gone()


def test_an_interrupt_is_the_graders_own_affair() -> None:
    with grader() as one:
        assert one.process.stdin and one.process.stdout
        os.killpg(one.process.pid, signal.SIGINT)
        assert one.process.stdout.readline() == "interrupted\n"
        one.process.stdin.write("\n")
        one.process.stdin.flush()
        assert int(one.process.stdout.readline()) == one.worker
        assert alive(one.zygote)


def test_a_closed_channel_ends_it() -> None:
    one = Sandbox()
    try:
        impl = learner(one, "def ping(): return 1")
        family, folder = [one.pid, impl._link.worker.pid], one.folder  # type: ignore[attr-defined]
    finally:
        one.close()
    assert not any(map(alive, family)) and not folder.exists()


def test_workers_die_with_the_zygote(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # what it cannot remove any more, pytest does
    with grader() as one:
        os.kill(one.zygote, signal.SIGKILL)
        assert eventually(lambda: not any(map(alive, one.family)))


def test_a_message_it_does_not_know_is_told() -> None:
    with Sandbox() as one:
        assert one.isolation
        control.send(one.channel, ["explode"])
        with pytest.raises(SandboxFault, match="AttributeError"):
            one.pump(5)


LOOKS_BACK = """
import gc, sys
def f():
    frame, names = sys._getframe(), []
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return [names, [type(one).__name__ for one in gc.get_objects() if type(one).__name__ in ("Zygote", "deque")]]
"""


def test_nothing_of_it_is_left_in_a_worker() -> None:
    with Sandbox() as one:
        spare = learner(one, "def f(): return 1")
        names, objects = learner(one, LOOKS_BACK).f()
        assert spare.f() == 1
    assert "main" in names and not {"fork", "do_fork", "_serve"} & set(names)
    assert "Zygote" not in objects


def test_it_ends_who_writes_too_much_while_the_grader_does_something_else() -> None:
    writes = """
import threading, time
def f():
    def write():
        for k in range(10**6):
            open(str(k), "w").close()
            time.sleep(0.0001)
    threading.Thread(target=write).start()
    return 1
"""
    with Sandbox() as one:
        impl = learner(one, writes)
        assert impl.f() == 1
        pid = impl._link.worker.pid  # type: ignore[attr-defined]
        assert pid is not None and eventually(lambda: not alive(pid))
        with pytest.raises(OutOfMemory, match="more files than an exercise may"):
            impl.f()


def test_its_environment_is_not_the_callers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HOME", "NNGRADE_SECRET", "PYTHONPATH", "LD_PRELOAD", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "/secret")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("LD_PRELOAD")
    with Sandbox() as one:
        assert one.folder.parent == tmp_path
        environment = Path(f"/proc/{one.pid}/environ").read_bytes()
        assert b"secret" not in environment
        names = {part.partition(b"=")[0].decode() for part in environment.split(b"\0") if part}
        assert {"TMPDIR", "TZ", "PATH", "PYTHONHASHSEED", "OPENBLAS_NUM_THREADS"} <= names
        assert learner(one, "import os\ndef f(): return os.environ['TZ']").f() == "UTC"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_for_temporary_files_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "no" / "where"))
    with Sandbox() as one:
        assert one.folder.is_dir()


@pytest.mark.parametrize("closed", ["2", "01", "012"])
def test_closed_standard_streams_do_no_harm(closed: str, tmp_path: Path) -> None:
    source = (
        "import os, sys\n"
        f"for descriptor in {closed!r}: os.close(int(descriptor))\n"
        "from nngrade.sandbox.sandbox import Sandbox\n"
        "with Sandbox() as one: isolation = one.isolation\n"
        f"open({str(tmp_path / 'answer')!r}, 'w').write(isolation)\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", source], check=True, timeout=60, capture_output=True)
    assert (tmp_path / "answer").read_text().endswith("rlimits")


def test_no_descriptor_of_the_graders_gets_in(tmp_path: Path) -> None:
    with open(tmp_path / "secret", "w") as file, Sandbox() as one:
        os.set_inheritable(file.fileno(), True)
        impl = learner(one, "import os\ndef f(n):\n    try: os.fstat(n)\n    except OSError: return 'closed'")
        assert impl.f(file.fileno()) == "closed" or file.fileno() <= 3
        assert [impl.f(number) for number in range(4, 64)] == ["closed"] * 60


def test_strict_isolation_names_what_is_missing() -> None:
    for without, words in ((("landlock",), "give landlock"), (("landlock", "seccomp"), "give landlock and seccomp")):
        with Sandbox(without=without) as one, pytest.raises(SetupError, match=f"this machine does not {words}") as told:
            _demand_kernel(one)
        assert "nngrade doctor" in told.value.message and told.value.exit_code == 3
    with Sandbox() as one:
        demand(one, "landlock", "seccomp")
        _demand_kernel(one)
        assert one.problems == []


def test_another_interpreter_is_as_fresh_as_the_first() -> None:
    started = early.spawn()
    message, descriptors = control.receive(started.channel)
    assert message[0] == "started" and Path(message[1]).is_dir() and descriptors == []
    started.channel.close()
    os.waitpid(started.pid, 0)
    assert not Path(message[1]).exists()


def test_a_worker_knows_no_other_workers_channel() -> None:
    with Sandbox() as one:
        first = learner(one, "def ping(): return 1")
        second = spawn(
            one, "import os\nfor n in range(3, 200):\n    try: os.write(n, b'x' * 8)\n    except OSError: pass"
        )
        with pytest.raises(Exception, match="channel"):
            second.imported(5)
        assert first.ping() == 1


def test_a_fork_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user may have so many threads; another worker's may be all of them, for a moment."""
    forked: list[int] = []

    def fork() -> int:
        forked.append(1)
        if len(forked) < 3:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return 0x7FFFFFFF

    monkeypatch.setattr(os, "fork", fork)
    ours, theirs = socket.socketpair()
    kept = tmp_path / "kept"
    kept.mkdir()
    zygote = zygote_module.Zygote(theirs, str(kept))
    zygote.pidfds = zygote.contained = False
    job = worker.Job("work", "x", "y", {}, (), 1, 1.0, 1)
    with ours, theirs:
        zygote.fork([], 1, job)
        zygote.fork([], 2, job)
        assert [number for _, number, _ in zygote.asked] == [1, 2] and not zygote.workers
        zygote.do_kill([], 1)
        assert control.receive(ours)[0][:2] == ["exit", 1]
        zygote.fork(*zygote.asked.popleft())
        assert control.receive(ours)[0] == ["forked", 2, 0x7FFFFFFF] and list(zygote.workers) == [2]
    os.close(zygote.lock)


def test_a_worker_that_is_never_forked_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "PATIENCE", 0.3)
    with Sandbox() as one:
        assert one.isolation
        kept: list[int] = []  # the request is lost, and its descriptors are not
        monkeypatch.setattr(control, "send", lambda _, __, descriptors: kept.extend(map(os.dup, descriptors)))
        lost = spawn(one, "x = 1")
        monkeypatch.undo()
        monkeypatch.setattr(link, "PATIENCE", 0.3)
        with pytest.raises(SandboxFault, match="no room for another process"):
            lost.imported(5)
        for descriptor in kept:
            os.close(descriptor)
