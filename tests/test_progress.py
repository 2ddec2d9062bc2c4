"""The progress bar: on a terminal's standard error, after a second, and nowhere else."""

from __future__ import annotations

import io
import os
import sys
import threading
from types import SimpleNamespace

import pytest
from nngrade.cli import progress
from nngrade.cli.progress import Progress
from toy_course import SOLUTION, in_terminal, toy

SLOW = "import time\nend = time.process_time() + SECONDS\nwhile time.process_time() < end: pass\n" + SOLUTION
EXERCISE = SimpleNamespace(id="01_toy")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_without_a_terminal_there_is_nothing(monkeypatch):
    monkeypatch.setattr(progress, "DELAY", 0.0)
    for stream in (io.StringIO(), None):
        monkeypatch.setattr(sys, "stderr", stream)
        before = threading.active_count()
        with Progress() as shown:
            shown.step(EXERCISE, 1, 2)
            assert threading.active_count() == before
        assert stream is None or stream.getvalue() == ""


def test_a_quick_run_shows_nothing_and_imports_nothing(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Progress() as shown:
        shown.step(EXERCISE, 2, 2)
    assert shown._bar is None
    assert sys.stderr.getvalue() == ""


def test_a_bar_that_starts_too_late_does_not_appear(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Progress() as shown:
        pass
    shown._start()
    assert shown._bar is None
    assert sys.stderr.getvalue() == ""


def test_an_exception_ends_the_bar(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    shown = Progress()

    def interrupted():
        with shown:
            shown._start()
            shown.step(EXERCISE, 1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert shown._bar.finished is False
    assert not shown._bar.live.is_started
    assert "1/2" in sys.stderr.getvalue()


@pytest.mark.parametrize(("seconds", "seen"), [(0.8, True), (0.0, False)])
def test_a_run_of_more_than_a_second_in_a_terminal(tmp_path, seconds, seen):
    toy(tmp_path / "course")
    (tmp_path / "toy.py").write_text(SLOW.replace("SECONDS", str(seconds)))
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NNGRADE_")}
    env = {**kept, "NNGRADE_COURSE": str(tmp_path / "course")}
    delay = "progress.DELAY = 30.0" if not seen else "pass"  # a loaded machine may need a second for anything
    program = (
        f"import sys\nfrom nngrade.cli import progress\n{delay}\nfrom nngrade.__main__ import main\nsys.exit(main())"
    )
    command = [sys.executable, "-c", program, "check", "1", "toy.py"]
    code, out, shown = in_terminal(command, tmp_path, env, "stderr")
    assert code == 0
    assert "100/100" in out
    assert "\x1b" not in out
    assert ("01_toy" in shown) is seen
    if seen:
        assert "/2" in shown
        assert shown.rstrip().endswith("\x1b[2K")  # the bar is wiped away
    else:
        assert shown == ""
