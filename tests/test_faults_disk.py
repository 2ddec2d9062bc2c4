"""A machine that refuses: a full disk, no folder for temporary files, a home that cannot be written, closed streams."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from toy_course import clean_environment, workspace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts are Linux's")
NNGRADE = shlex.join([sys.executable, "-m", "nngrade"])


def mounted(script: str, place: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script where it may mount, in a namespace of its own; skip where there is none."""
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine gives no user namespaces, in which a test may mount")
    environment = {**clean_environment(place), **more}
    command = ["unshare", "-Urm", "sh", "-euc", script]
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return workspace(tmp_path)


FULL = "mount -t tmpfs -o size=200k none {folder}; head -c 1M /dev/zero > {folder}/fill || true; "


def test_a_report_on_a_full_disk(place: Path) -> None:
    (place / "full").mkdir()
    done = mounted(FULL.format(folder="full") + f"{NNGRADE} check 1 --output full/report.txt; ls -A full", place)
    assert done.returncode == 2 and done.stderr.count("\n") <= 3  # `head` says something, too
    assert "full/report.txt cannot be written (No space left on device)" in done.stderr


def test_a_memory_on_a_full_disk(place: Path) -> None:
    (place / ".nngrade").mkdir()
    done = mounted(FULL.format(folder=".nngrade") + f"{NNGRADE} check 1", place)
    assert done.returncode == 0 and "all passed" in done.stdout
    assert "nothing was remembered" in done.stderr and "No space left" in done.stderr


def test_temporary_files_on_a_full_disk(place: Path) -> None:
    temporary = place.parent / "temporary"
    temporary.mkdir()
    script = (
        FULL.format(folder=temporary) + "mount -t tmpfs -o ro none /tmp; mount -t tmpfs -o ro none /var/tmp; cd /proc; "
    )
    done = mounted(script + f"{NNGRADE} check 1 {shlex.quote(str(place))}", place, TMPDIR=str(temporary))
    if "/tmp" in (str(place)[:4], str(Path(sys.prefix).resolve())[:4]):
        pytest.skip("what this test needs lies in the folder that it hides")
    assert done.returncode == 3, done.stdout
    assert "no folder for temporary files can be written; name one with TMPDIR" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_disk_that_fills_up_while_grading(place: Path) -> None:
    """The copy of the submission fits, what comes after does not: infra, or a grade; never a wrong one."""
    temporary = place.parent / "temporary"
    temporary.mkdir()
    (place / "01_toy" / "helper.py").write_text("#" * 100_000)
    done = mounted(f"mount -t tmpfs -o size=40k none {temporary}; {NNGRADE} check 1", place)
    assert done.returncode == 3 and "No space left" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written(place: Path) -> None:
    environment = {**clean_environment(place), "HOME": "/proc", "XDG_CACHE_HOME": "/proc/x"}
    command = [sys.executable, "-m", "nngrade", "check", "1"]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "") and "all passed" in done.stdout


@pytest.mark.parametrize("closed", ["1", "2", "12", "012"])
def test_closed_streams(place: Path, closed: str) -> None:
    source = (
        f"import os, sys\nfor one in {closed!r}: os.close(int(one))\n"
        "os.execv(sys.executable, [sys.executable, '-m', 'nngrade', 'check', '1', '--output', 'report.txt'])"
    )
    command = [sys.executable, "-c", source]
    done = subprocess.run(
        command, cwd=place, env=clean_environment(place), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert "all passed" in (place / "report.txt").read_text()
    assert not list((place.parent / "temporary").iterdir())


def test_a_reader_that_goes_away(place: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "nngrade", "check", "1"]
    done = subprocess.run(
        command, cwd=place, env=clean_environment(place), stdout=write, stderr=subprocess.PIPE, timeout=120, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")
    assert not list((place.parent / "temporary").iterdir())
