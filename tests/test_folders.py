"""The session's folder: locked while its owner lives, removed however deep, swept when it was left behind."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from nngrade.sandbox import early, folders
from nngrade.sandbox.outcome import SandboxFault
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import eventually, spawn

pytestmark = pytest.mark.skipif(os.name != "posix", reason="locks and modes are POSIX's")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(folders.tempfile, "tempdir", str(tmp_path))
    return tmp_path


def age(path: Path, seconds: float = 3600) -> Path:
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def left(temporary: Path, name: str = "a") -> Path:
    """Make a folder as a killed run leaves it."""
    path = temporary / f"{folders.PREFIX}{name}"
    (path / "scratch-1" / "deep").mkdir(parents=True)
    (path / "scratch-1" / "deep" / "file").write_text("x")
    return age(path)


def test_what_a_killed_run_left_is_swept(temporary: Path) -> None:
    path = left(temporary)
    folders.sweep()
    assert not path.exists()


def test_what_is_in_use_is_not_swept(temporary: Path) -> None:
    path, lock = folders.make()
    age(path)
    folders.sweep()
    assert path.is_dir()
    os.close(lock)
    folders.sweep()
    assert not path.exists()


def test_a_copy_of_the_lock_holds_it_too(temporary: Path) -> None:
    path, lock = folders.make()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[lock]) as heir:
        os.close(lock)
        age(path)
        folders.sweep()
        assert path.is_dir()
        heir.communicate(b"\n")
    folders.sweep()
    assert not path.exists()


def test_what_is_young_or_somebody_elses_or_no_folder_stays(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = temporary / "precious"
    other.mkdir()
    (other / "file").write_text("x")
    link = temporary / f"{folders.PREFIX}link"
    link.symlink_to(other)
    file = temporary / f"{folders.PREFIX}file"
    file.write_text("x")
    age(file)
    young = age(left(temporary, "young"), 5)
    folders.sweep()
    assert link.is_symlink() and (other / "file").exists() and file.exists() and young.is_dir()
    old = left(temporary, "old")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    folders.sweep()
    assert old.is_dir()


def test_a_clock_that_was_set_back_makes_nothing_young_for_ever(temporary: Path) -> None:
    path = age(left(temporary), -3600)
    folders.sweep()
    assert not path.exists()


def test_what_a_process_left_that_ended_just_now_is_swept_at_once(temporary: Path) -> None:
    mine, others = age(left(temporary, "77-a"), 0), age(left(temporary, "777-a"), 0)
    folders.sweep(77)
    assert not mine.exists() and others.is_dir()


def test_a_zygote_sweeps(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(temporary))
    path = left(temporary)
    with Sandbox() as one:
        assert one.isolation and one.folder.is_dir()
        assert not path.exists()


def test_a_zygote_that_is_killed_before_it_is_greeted_leaves_nothing(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(temporary))
    started = early.spawn()
    assert eventually(lambda: [*temporary.iterdir()])
    os.kill(started.pid, signal.SIGKILL)
    os.waitid(os.P_PID, started.pid, os.WEXITED | os.WNOWAIT)
    monkeypatch.setattr(early, "take", lambda: started)
    with pytest.raises(SandboxFault, match=r"ended unexpectedly \(killed \(SIGKILL\)\)"):
        Sandbox()
    assert [*temporary.iterdir()] == []


def test_a_folder_is_removed_however_deep(temporary: Path) -> None:
    top = temporary / "top"
    top.mkdir()
    before = os.getcwd()
    os.chdir(top)
    try:
        for _ in range(3000):  # deeper than Python's stack, and its path longer than any may be
            os.mkdir("d" * 10)
            os.chdir("d" * 10)
        Path("file").write_text("x")
    finally:
        os.chdir(before)
    folders.remove(str(top))
    assert not top.exists()


def test_a_folder_is_removed_from_a_full_disk(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no room for anything new, a folder or a longer list of names."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for number in range(300):
        (temporary / "top" / f"{number % 7}" / f"{number}").mkdir(parents=True)
        (temporary / "top" / f"{number % 7}" / "file").write_text("x")
    for name in ("rename", "replace", "mkdir", "link"):
        monkeypatch.setattr(os, name, full)
    monkeypatch.setattr(tempfile, "mkdtemp", full)
    folders.remove(str(temporary / "top"))
    assert not (temporary / "top").exists()


@pytest.mark.parametrize("mode", [number << 6 for number in range(8)])
def test_whatever_the_modes_are_within_a_worker_s_folder(mode: int) -> None:
    """A zygote has no capabilities, as root neither: a folder that may be listed and not entered had no way out."""
    source = f"import os\nos.mkdir('a')\nos.mkdir('a/b')\nos.mkdir('a/b/c', {mode})\nos.mkdir('d', {mode})\n"
    with Sandbox() as one:
        link = spawn(one, source)
        link.imported(10)
        link.close()
        one.make_room()
        assert not link.scratch.exists()
        other = spawn(one, source)
        other.imported(10)
        folder = one.folder
    assert not folder.exists()


def test_what_is_moved_away_meanwhile_is_left_alone(temporary: Path) -> None:
    inner = temporary / "top" / "a" / "b"
    inner.mkdir(parents=True)
    for number in range(150):
        (inner / f"{number}").write_text("x")
    other = temporary / "other"
    other.mkdir()
    (other / "kept").write_text("x")
    steps = folders.removing(str(temporary / "top"))
    next(steps)  # within b
    inner.rename(other / "b")
    for _ in steps:
        pass
    assert (other / "kept").exists()


def test_links_are_not_followed_and_modes_do_not_keep_it(temporary: Path) -> None:
    other = temporary / "other"
    other.mkdir()
    (other / "file").write_text("x")
    top = temporary / "top"
    (top / "closed" / "inner").mkdir(parents=True)
    (top / "link").symlink_to(other)
    (top / "closed" / "inner" / "file").write_text("x")
    (top / "closed").chmod(0)
    folders.remove(str(top))
    assert not top.exists() and (other / "file").read_text() == "x"
