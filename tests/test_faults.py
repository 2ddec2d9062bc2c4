"""The grader's own faults: killed at any moment, twenty at once, a busy machine, a clock that jumps."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sandbox_helpers import belonging, children, eventually
from toy_course import SOLUTION, clean_environment, grade, statuses, toy, workspace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

MOMENTS = 50
BUSY = "import os\nfor k in range(50): open(str(k), 'w').write('x' * 1000)\n" + SOLUTION
WORK = SOLUTION.replace("return 2", "sum(range(COUNT))\n    return 2")


def start(place: Path, **more: str) -> subprocess.Popen[bytes]:
    """Start the command line in a workspace, with its own folder for temporary files."""
    command = [sys.executable, "-m", "nngrade", "check", "1", "--format", "json", "--output", "report.json"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=place, env=clean_environment(place, **more), start_new_session=True, **pipes)  # type: ignore[call-overload,no-any-return]


def wholly(path: Path) -> bool:
    """Say whether a file is not there, or a whole JSON document."""
    return not path.exists() or bool(json.loads(path.read_bytes()))


def left(place: Path) -> list[str]:
    """Return what a killed grader has left: processes, temporary files, parts of files; after a moment to tidy up."""
    temporary = place.parent / "temporary"
    eventually(lambda: not belonging(temporary) and not list(temporary.iterdir()))
    found = [f"process {pid}" for pid in belonging(temporary)]
    found += [f"temporary {path.name}" for path in temporary.rglob("*")]
    known = {"nngrade.toml", "toy.py", "report.json", "state.json"}
    found += [f"file {path}" for path in place.rglob("*") if path.is_file() and path.name not in known]
    parts = (place / "report.json", place / ".nngrade" / "state.json")
    return found + [f"half of {path.name}" for path in parts if not wholly(path)]


def killed_after(moment: float, place: Path) -> list[str]:
    with start(place) as grader:
        time.sleep(moment)
        grader.kill()
    return left(place)


def test_a_grader_that_is_killed_at_any_moment_leaves_nothing(tmp_path: Path) -> None:
    draw = random.Random(4)
    moments = [draw.uniform(0.0, 1.2) for _ in range(MOMENTS)]
    places = [workspace(tmp_path / str(number)) for number in range(MOMENTS)]
    for place in places:
        (place / "01_toy" / "toy.py").write_text(BUSY)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(killed_after, moments, places))
    assert {f"after {moment:.3f} s": one for moment, one in zip(moments, found, strict=True) if one} == {}


def test_a_zygote_that_is_killed_at_any_moment_is_no_grade(tmp_path: Path) -> None:
    def run(number: int) -> tuple[int, list[str], str]:
        place = workspace(tmp_path / str(number))
        (place / "01_toy" / "toy.py").write_text(BUSY)
        with start(place) as grader:
            assert eventually(lambda: children(grader.pid) or grader.poll() is not None)
            time.sleep(0.1 * number)
            for zygote in children(grader.pid):
                os.kill(zygote, signal.SIGKILL)
            _, err = grader.communicate(timeout=60)
        report = place / "report.json"
        status = json.loads(report.read_bytes())["status"] if report.exists() else ""
        assert (grader.returncode == 3) == (status in ("infra", "")), (grader.returncode, status, err)
        assert grader.returncode == 3 or status == "passed"
        return grader.returncode, left(place), err.decode() + status

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(run, range(10)))
    assert [end for end in ends if end[1]] == []
    assert 3 in {code for code, _, _ in ends}
    assert all("infra" in said or "the sandbox's own process ended" in said for code, _, said in ends if code == 3)


def test_twenty_at_once(tmp_path: Path) -> None:
    places = [workspace(tmp_path / str(number)) for number in range(20)]
    running = [start(place) for place in places]
    answers = set()
    for grader, place in zip(running, places, strict=True):
        with grader:
            _, err = grader.communicate(timeout=120)
        assert (grader.returncode, err) == (0, b"")
        result = json.loads((place / "report.json").read_bytes())
        for part in (*result["exercises"], *result["exercises"][0]["checks"]):
            part["seconds"] = 0
        answers.add(json.dumps(result))
        assert left(place) == []
    assert len(answers) == 1


@pytest.fixture
def load() -> Iterator[None]:
    """Five times as many busy processes as there are processors."""
    command = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(command) for _ in range(5 * (os.cpu_count() or 1))]
    try:
        yield
    finally:
        for one in busy:
            one.kill()
            one.wait()


@pytest.mark.usefixtures("load")
def test_a_busy_machine_is_no_timeout(tmp_path: Path) -> None:
    began = time.process_time()
    sum(range(2_000_000))
    per = (time.process_time() - began) / 2_000_000
    source = WORK.replace("COUNT", str(int(0.5 / per)))  # half of the CPU seconds that a check has
    (graded,) = grade(toy(tmp_path, limits={"check_seconds": 1}), source)
    assert statuses(graded) == ["passed", "passed"], [check.message for check in graded.checks]


def test_a_clock_that_jumps_is_no_timeout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, draw = time.time, random.Random(0)
    monkeypatch.setattr(time, "time", lambda: clock() + draw.uniform(-1e8, 1e8))
    (graded,) = grade(toy(tmp_path), WORK.replace("COUNT", "3_000_000"))
    assert statuses(graded) == ["passed", "passed"]
    assert 0 <= graded.seconds < 60
