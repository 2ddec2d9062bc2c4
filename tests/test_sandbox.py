"""The grader's side: workers are asked for, end, are let go of; whatever happens, the session closes clean."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import msgspec
import pytest
from nngrade.sandbox import early
from nngrade.sandbox import sandbox as sandbox_module
from nngrade.sandbox.outcome import SandboxFault
from nngrade.sandbox.sandbox import Sandbox, Worker
from nngrade.sandbox.worker import Job
from sandbox_helpers import alive, children, eventually, learner, spawn

PING = "def ping(): return 1"


def test_a_session_leaves_nothing() -> None:
    with Sandbox() as one:
        folder, zygote = one.folder, one.pid
        assert folder.is_dir() and folder.stat().st_mode & 0o777 == 0o700
        workers = [learner(one, PING) for _ in range(3)]
        assert [worker.ping() for worker in workers] == [1, 1, 1]
        pids = [worker._link.worker.pid for worker in workers]  # type: ignore[attr-defined]
        assert len(set(pids)) == 3 and set(pids) <= set(children(zygote))
    assert not folder.exists()
    assert not any(map(alive, [zygote, *pids]))


def test_a_session_closes_whatever_a_worker_does() -> None:
    with Sandbox() as one:
        spawn(one, "while True: print('x' * 1000)")
        spawn(one, "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)")
        spawn(one, "import os\nfor k in range(10**6): open(str(k), 'w').close()")
        time.sleep(0.2)
        zygote, folder = one.pid, one.folder
    assert not alive(zygote) and not folder.exists()


def test_workers_end_in_any_order(sandbox: Sandbox) -> None:
    one, two, three = (learner(sandbox, PING) for _ in range(3))
    links = [impl._link for impl in (one, two, three)]
    sandbox.dismiss(links[1].worker)  # type: ignore[attr-defined]
    sandbox.kill(links[0].worker)  # type: ignore[attr-defined]
    sandbox.kill(links[0].worker)  # type: ignore[attr-defined]
    sandbox.dismiss(links[0].worker)  # type: ignore[attr-defined]
    assert links[0].worker.exit is not None and links[0].worker.exit.code == -9  # type: ignore[attr-defined]
    assert three.ping() == 1
    assert links[0].worker.number not in sandbox.workers  # type: ignore[attr-defined]


def test_what_was_joined_ends_together(sandbox: Sandbox) -> None:
    impl = learner(sandbox, PING)
    fresh = impl.fresh()
    again = fresh.fresh()
    assert [impl.ping(), fresh.ping(), again.ping()] == [1, 1, 1]
    pids = [other._link.worker.pid for other in (impl, fresh, again)]  # type: ignore[attr-defined]
    sandbox.dismiss(impl._link.worker)  # type: ignore[attr-defined]
    assert eventually(lambda: not any(map(alive, pids)))
    impl = learner(sandbox, "import os\ndef leave(): os._exit(0)\n" + PING)
    fresh = impl.fresh()
    pid = fresh._link.worker.pid  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="exit code 0"):
        impl.leave()
    assert eventually(lambda: not alive(pid))


def test_fork_needs_no_waiting(sandbox: Sandbox) -> None:
    links = [spawn(sandbox, PING) for _ in range(20)]
    for link in reversed(links):
        link.imported(10)
    for link in links:
        sandbox.dismiss(link.worker)
    assert eventually(lambda: (sandbox.pump(), not any(alive(link.worker.pid or 0) for link in links))[1])


def test_descriptors_are_given_back(sandbox: Sandbox) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        sandbox.dismiss(learner(sandbox, PING)._link.worker)  # type: ignore[attr-defined]
    assert len(os.listdir("/proc/self/fd")) == before
    assert eventually(lambda: len(os.listdir(f"/proc/{sandbox.pid}/fd")) < 20)


def test_a_worker_that_cannot_be_set_up_is_our_fault(sandbox: Sandbox) -> None:
    def job(**changes: object) -> Job:
        usual = {"module": "work", "folder": str(sandbox.folder), "scratch": str(sandbox.folder / "x"), "sources": {}}
        more = {"allowed": (), "seed": 1, "cpu_seconds": 5.0, "memory_mb": 64}
        return msgspec.convert({**usual, **more, **changes}, Job)

    from nngrade.sandbox.link import Remote

    for changes in ({"scratch": str(sandbox.folder / "no" / "where")}, {"folder": "/nowhere"}, {"allowed": ("torch",)}):
        worker = sandbox.fork(job(**changes))
        link = Remote(sandbox, worker, Path(job(**changes).scratch), lambda: pytest.fail("not asked for"))
        with pytest.raises(SandboxFault, match="a worker could not be set up: the worker could not be set up: "):
            link.imported(5)
    assert learner(sandbox, PING).ping() == 1


def test_a_package_that_is_not_installed_is_told() -> None:
    with Sandbox(("no_such_package",)) as one, pytest.raises(SandboxFault, match="'no_such_package', which is not"):
        _ = one.isolation


def test_a_zygote_that_dies_is_our_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # what it cannot remove any more, pytest does
    with Sandbox() as one:
        impl = learner(one, PING)
        pid = impl._link.worker.pid  # type: ignore[attr-defined]
        os.kill(one.pid, signal.SIGKILL)
        assert eventually(lambda: not alive(pid))
        with pytest.raises(SandboxFault, match="ended unexpectedly"):
            impl.ping()
        with pytest.raises(SandboxFault):
            spawn(one, PING).imported(5)


def test_a_zygote_that_does_not_answer_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_module, "PATIENCE", 0.2)
    with Sandbox() as one:
        os.kill(one.pid, signal.SIGSTOP)
        try:
            with pytest.raises(SandboxFault, match="does not answer"):
                _ = one.isolation
        finally:
            os.kill(one.pid, signal.SIGCONT)


def test_output_is_cut_in_the_middle() -> None:
    read, write = os.pipe()
    os.set_blocking(read, False)
    worker = Worker(1, None, read)  # type: ignore[arg-type]
    try:
        worker.drain()
        assert worker.printed() == ""
        for k in range(100):
            os.write(write, f"{k:09}\n".encode() * 1000)
            worker.drain()
        os.close(write)
        worker.drain()
        text = worker.printed()
    finally:
        os.close(read)
    keep = sandbox_module.KEEP_OUTPUT
    assert text.startswith("000000000\n000000000\n") and text.endswith("000000099\n")
    assert f"\n… {1_000_000 - 2 * keep} bytes left out …\n" in text


def test_the_early_zygote_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "_spawned", None)
    for argv in (["nngrade", "list"], ["nngrade", "check", "--help"], ["nngrade"], ["nngrade", "a", "b", "c", "check"]):
        early.start(argv)
        assert early._spawned is None, argv
    early.start(["nngrade", "--version", "check", "3"])
    started = early._spawned
    assert started is not None
    with Sandbox() as one:
        assert one.pid == started.pid and early._spawned is None
        assert learner(one, PING).ping() == 1
