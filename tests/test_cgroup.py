"""Cgroups: what is written where, on a folder that stands for the kernel's; and a real one where there is one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from nngrade.sandbox import cgroup
from nngrade.sandbox.cgroup import Cgroup
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import demand, learner

ME = "/user.slice/mine"


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of a cgroup that was handed to this user; return it."""
    mine = tmp_path / ME[1:]
    mine.mkdir(parents=True)
    texts = {
        "/proc/self/cgroup": f"1:name=systemd:/x\n0::{ME}\n",
        "/proc/self/mountinfo": f"30 24 0:26 / /proc rw - proc proc rw\n31 24 0:27 / {tmp_path} rw - cgroup2 x rw\n",
    }
    (mine / "cgroup.controllers").write_text("cpu memory pids\n")
    (mine / "cgroup.subtree_control").write_text("")
    (mine / "cgroup.procs").write_text(f"{os.getpid()}\n")
    make = Path.mkdir

    def mkdir(self: Path, *args: object, **kwargs: object) -> None:
        make(self, *args, **kwargs)  # type: ignore[arg-type]
        if tmp_path in self.parents:
            files = "procs subtree_control memory.max memory.oom.group pids.max".split()
            for name in files:
                (self / (name if "." in name else f"cgroup.{name}")).touch()

    monkeypatch.setattr(Path, "mkdir", mkdir)
    lines = cgroup._lines
    monkeypatch.setattr(
        cgroup, "_lines", lambda path: texts[str(path)].splitlines() if str(path) in texts else lines(path)
    )
    return mine


def test_a_session_gets_one_and_the_grader_moves_into_a_leaf(kernel: Path) -> None:
    session = cgroup.prepare()
    assert session is not None and session.folder == kernel / f"{cgroup.PREFIX}{os.getpid()}"
    assert (kernel / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert (session.folder / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert (kernel / cgroup.LEAF / "cgroup.procs").read_text() in (str(os.getpid()), str(os.getppid()))


def test_where_somebody_else_is_in_it_nobody_is_moved(kernel: Path) -> None:
    (kernel / "cgroup.procs").write_text(f"{os.getpid()}\n1\n")
    assert cgroup.prepare() is not None  # the kernel would refuse what comes next; a folder does not
    assert not (kernel / cgroup.LEAF).exists()


def test_the_leaf_of_another_grader_is_no_parent(kernel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (kernel / cgroup.LEAF).mkdir()
    lines = cgroup._lines
    monkeypatch.setattr(
        cgroup,
        "_lines",
        lambda path: [f"0::{ME}/{cgroup.LEAF}"] if path == "/proc/self/cgroup" else lines(path),
    )
    session = cgroup.prepare()
    assert session is not None and session.folder.parent == kernel


def test_without_the_controllers_there_is_none(kernel: Path) -> None:
    (kernel / "cgroup.controllers").write_text("cpu pids\n")
    assert cgroup.prepare() is None
    (kernel / "cgroup.controllers").unlink()
    assert cgroup.prepare() is None
    assert not list(kernel.glob(f"{cgroup.PREFIX}*"))


def test_what_the_kernel_refuses_leaves_nothing(kernel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(path: Path, text: str) -> None:
        raise OSError(16, "Device or resource busy")

    removed = []
    monkeypatch.setattr(cgroup, "write", busy)
    monkeypatch.setattr(Cgroup, "close", lambda self: removed.append(self.folder))
    assert cgroup.prepare() is None
    assert removed == [kernel / f"{cgroup.PREFIX}{os.getpid()}"]


def test_what_killed_sessions_left_is_removed(kernel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, alive = kernel / f"{cgroup.PREFIX}{0x7FFFFFFF}", kernel / f"{cgroup.PREFIX}1"
    for folder in (gone / "worker-1", alive):
        os.makedirs(folder)
    cgroup._sweep(kernel)
    assert not gone.exists() and alive.is_dir()


def test_a_worker_has_its_limits_and_its_end_is_told(kernel: Path) -> None:
    session = cgroup.prepare()
    assert session is not None
    door = session.worker(3, 100 << 20)
    folder = session.folder / "worker-3"
    assert (folder / "memory.max").read_text() == str((100 << 20) + cgroup.SLACK)
    assert (folder / "memory.oom.group").read_text() == "1" and (folder / "pids.max").read_text() == "256"
    assert not (folder / "memory.swap.max").exists()  # this kernel has no swap
    cgroup.enter(door)
    assert (folder / "cgroup.procs").read_text() == "0"
    assert not session.ended(3)
    (folder / "memory.events").write_text("low 0\nmax 12\noom 1\noom_kill 1\n")
    assert session.ended(3)


REAL = """
import os
from nngrade.sandbox import cgroup
session = cgroup.prepare()
door = session.worker(1, 50 << 20)
child = os.fork()
if child == 0:
    cgroup.enter(door)
    held = bytearray(300 << 20)
    os._exit(0)
signal = os.WTERMSIG(os.waitpid(child, 0)[1])
print(signal, session.ended(1))
session.close()
print(os.listdir(session.folder.parent))
"""


def test_a_real_one_ends_what_uses_too_much() -> None:
    with Sandbox() as one:
        demand(one, "cgroup")
        assert learner(one, "def f(): return bytearray(100 << 20)[0]", memory_mb=200).f() == 0
    done = subprocess.run([sys.executable, "-c", REAL], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("9 True\n"), done
    assert cgroup.PREFIX not in done.stdout
