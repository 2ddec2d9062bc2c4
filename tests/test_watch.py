"""What a watch looks at: CPU seconds, idleness, the scratch folder."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nngrade.sandbox import meter, room, watch
from nngrade.sandbox.outcome import OutOfMemory, TimedOut
from nngrade.sandbox.watch import Watch
from sandbox_helpers import eventually

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the clock of another process is read from /proc")


def test_cpu_seconds_grow_with_work(tmp_path: Path) -> None:
    before = meter.cpu_seconds(os.getpid())
    end = time.process_time() + 0.05
    while time.process_time() < end:
        sum(range(1000))
    assert meter.cpu_seconds(os.getpid()) > before
    assert meter.cpu_seconds(0x7FFFFFFF) == 0.0


def test_limits_are_measured_from_the_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used = [100.0]
    monkeypatch.setattr(meter, "cpu_seconds", lambda pid: used[0])
    one = Watch(os.getpid(), 2.0, tmp_path)
    used[0] = 101.9
    one.look(0.1)
    used[0] = 102.1
    with pytest.raises(TimedOut, match="no answer after 2 s of computing"):
        one.look(0.1)


def test_the_wall_counts_only_while_the_grader_waits(tmp_path: Path) -> None:
    one = Watch(os.getpid(), 0.5, tmp_path)
    for _ in range(3):
        one.look(1.0)
    with pytest.raises(TimedOut, match="no answer after 4 s"):
        one.look(1.1)


def test_a_busy_machine_is_no_reason_for_a_timeout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    delayed = [3.0]
    monkeypatch.setattr(meter, "kept_waiting", lambda pid: delayed[0])
    one = Watch(os.getpid(), 0.5, tmp_path)
    one.look(3.9)
    delayed[0] += 2.0  # of the 5 s it could run in 3 only
    one.look(1.1)
    with pytest.raises(TimedOut, match="no answer after 6 s"):
        one.look(1.1)
    one = Watch(os.getpid(), 0.5, tmp_path)
    delayed[0] += 100
    one.look(watch.LOAD_FACTOR * 4 - 0.1)
    with pytest.raises(TimedOut, match="no answer after 20 s"):
        one.look(0.2)


def test_a_sleeper_is_idle_and_a_worker_is_not(tmp_path: Path) -> None:
    code = "import sys, time\nprint(1, flush=True)\nif sys.argv[1] == 'sleep': time.sleep(99)\nwhile True: pass"
    for what, idle in (("sleep", True), ("work", False)):
        with subprocess.Popen([sys.executable, "-c", code, what], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            try:
                if idle:
                    assert eventually(lambda pid=child.pid: meter.activity(pid) is not None)
                one = Watch(child.pid, 60.0, tmp_path)
                one.look(0.1)
                one.look(watch.IDLE_SECONDS - 0.1)
                if idle:
                    with pytest.raises(TimedOut, match="the code does nothing for 5 s"):
                        one.look(0.2)
                    one.begin()
                one.look(0.2)
            finally:
                child.kill()
        assert meter.activity(child.pid) is None


def test_the_scratch_folder_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Watch(os.getpid(), 60.0, tmp_path / "scratch")
    one.look(0.1)  # not there yet
    inner = tmp_path / "scratch" / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "file").write_bytes(bytes(1000))
    (inner / "link").symlink_to("/")
    one.look(0.1)
    monkeypatch.setattr(room, "SCRATCH_BYTES", 999)
    with pytest.raises(OutOfMemory):
        one.look(0.1)
    monkeypatch.setattr(room, "SCRATCH_BYTES", 10_000)
    monkeypatch.setattr(room, "SCRATCH_FILES", 3)
    with pytest.raises(OutOfMemory):
        one.look(0.1)


@pytest.mark.skipif(os.geteuid() == 0, reason="no mode keeps root out")
def test_a_folder_that_is_closed_is_opened_and_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "closed" / "closed, too"
    inner.mkdir(parents=True)
    (inner / "file").write_bytes(bytes(1000))
    inner.chmod(0)
    inner.parent.chmod(0)
    Watch(os.getpid(), 60.0, tmp_path).look(0.1)
    inner.chmod(0)
    monkeypatch.setattr(room, "SCRATCH_BYTES", 999)
    with pytest.raises(OutOfMemory):
        Watch(os.getpid(), 60.0, tmp_path).look(0.1)


def test_no_depth_is_too_deep_to_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Watch(os.getpid(), 60.0, tmp_path)
    monkeypatch.chdir(tmp_path)
    for _ in range(1500):
        os.mkdir("d")
        os.chdir("d")
    with pytest.raises(OutOfMemory):
        one.look(0.1)
    monkeypatch.setattr(room, "SCRATCH_DEPTH", 1_000_000)
    one.look(0.1)
    assert one.waited == pytest.approx(0.2)
    for _ in range(1500):  # pytest itself could not remove it
        os.chdir("..")
        os.rmdir("d")
