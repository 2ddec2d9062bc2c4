"""Ctrl-C and a reader that goes away: the exit code, and nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from sandbox_helpers import belonging, eventually
from toy_course import clean_environment, workspace


@pytest.fixture
def place(tmp_path):
    return workspace(tmp_path)


SLOW = """
def double(x):
    while True:
        pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("everyone", [True, False], ids=["to the group", "to the process"])
def test_ctrl_c_leaves_nothing_behind(place, everyone):
    (place / "01_toy" / "toy.py").write_text(SLOW)
    (place / ".nngrade").mkdir()
    (place / ".nngrade" / "state.json").write_text('{"schema":"nngrade/state/v1","exercises":{}}')
    temporary = place.parent / "temporary"
    running = subprocess.Popen(
        [sys.executable, "-m", "nngrade", "check", "1", "--output", "report.txt"],
        cwd=place,
        env=clean_environment(place),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert eventually(lambda: list(temporary.glob("nngrade-*/scratch-*")), 60)  # a worker is at work
    time.sleep(0.2)  # and the grader's imports are over: CPython drops an interrupt in a callback of its import locks
    (os.killpg if everyone else os.kill)(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.strip()) == (130, b"", b"")
    assert eventually(lambda: not list(temporary.iterdir())), list(temporary.iterdir())
    assert eventually(lambda: not belonging(temporary))
    assert sorted(path.name for path in place.rglob("*") if path.is_file()) == [
        "nngrade.toml",
        "state.json",
        "toy.py",
        "toy.py",
    ]
    assert json.loads((place / ".nngrade" / "state.json").read_text())["exercises"] == {}


@pytest.mark.parametrize("moment", [0.02, 0.1, 0.2, 0.35])
def test_ctrl_c_at_any_moment_is_130(place, moment):
    (place / "01_toy" / "toy.py").write_text(SLOW)
    code, err = _interrupted_after(moment, place)
    if b"Exception ignored in" in err:  # CPython drops an interrupt that comes in a callback of its import locks
        code, err = _interrupted_after(moment + 0.01, place)
    # before the command line has begun, the interrupt is the interpreter's
    assert code in (130, -signal.SIGINT)
    assert code == 130 or moment == 0.02
    assert b"fault" not in err and b"INTERNALERROR" not in err
    assert eventually(lambda: not list((place.parent / "temporary").iterdir()))


def _interrupted_after(moment, place):
    """Return the exit code and the standard error of a check that was interrupted after so many seconds."""
    program = "import sys; print(flush=True)\nfrom nngrade.__main__ import main\nsys.exit(main())"
    running = subprocess.Popen(
        [sys.executable, "-c", program, "check", "1"],
        cwd=place,
        env=clean_environment(place),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    running.stdout.readline()
    time.sleep(moment)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    return running.returncode, err


def test_a_reader_that_goes_away(place):
    running = subprocess.Popen(
        [sys.executable, "-m", "nngrade", "check", "1"],
        cwd=place,
        env=clean_environment(place),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait(60) == 141
    assert not list((place.parent / "temporary").iterdir())
