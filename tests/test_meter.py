"""What another process has used: from /proc, and from psutil, which must agree with it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from nngrade.sandbox import meter
from sandbox_helpers import eventually

GONE = 0x7FFFFFFF
BUSY = "import sys\nprint(1, flush=True)\nwhile True: pass"
IDLE = "import sys, time\nprint(1, flush=True)\ntime.sleep(99)"


@pytest.fixture(params=[True, False], ids=["proc", "psutil"])
def source(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    if request.param and sys.platform != "linux":
        pytest.skip("/proc is Linux's")
    monkeypatch.setattr(meter, "PROC", request.param)
    return bool(request.param)


@pytest.fixture
def child(request: pytest.FixtureRequest) -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", request.param], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        process.kill()


@pytest.mark.usefixtures("source")
def test_work_is_counted() -> None:
    before = meter.cpu_seconds(os.getpid())
    end = time.process_time() + 0.05
    while time.process_time() < end:
        sum(range(1000))
    assert 0.02 < meter.cpu_seconds(os.getpid()) - before < 30


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("child", [IDLE], indirect=True)
def test_a_sleeper_stays_the_same(child: int) -> None:
    assert eventually(lambda: meter.activity(child) not in (None, ()))
    assert eventually(lambda: meter.activity(child) == meter.activity(child))


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("child", [BUSY], indirect=True)
def test_a_worker_does_not(child: int) -> None:
    seen = meter.activity(child)
    assert eventually(lambda: meter.activity(child) is None or meter.activity(child) != seen)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_waiting_for_a_processor_is_counted() -> None:
    one = sorted(os.sched_getaffinity(0))[:1]
    command = [sys.executable, "-c", f"import os\nos.sched_setaffinity(0, {one})\nwhile True: pass"]
    with subprocess.Popen(command) as first, subprocess.Popen(command) as second:  # both on one processor
        try:
            assert eventually(lambda: min(map(meter.kept_waiting, (first.pid, second.pid))) > 0.2, 30)
        finally:
            first.kill()
            second.kill()
    assert meter.kept_waiting(GONE) == 0.0


@pytest.mark.usefixtures("source")
def test_a_process_that_is_gone_has_nothing() -> None:
    assert meter.cpu_seconds(GONE) == 0.0 and meter.activity(GONE) is None and meter.resident(GONE) == 0


def test_memory_is_what_is_used_and_not_what_is_reserved() -> None:
    before = meter.resident(os.getpid())
    held = bytearray(64 << 20)
    assert meter.resident(os.getpid()) - before > 50 << 20
    assert len(held) == 64 << 20
