"""`nngrade show`: the lesson, laid out on a screen and plain in a pipe."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def test_a_pipe_gets_the_text_itself(nngrade, small_course):
    shown = nngrade("show", "1", "--course", small_course.root)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == (small_course.manifest().parent / "README.md").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty")
@pytest.mark.parametrize("colour", [True, False])
def test_a_screen_gets_it_laid_out(small_course, colour):
    import pty

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **({} if colour else {"NO_COLOR": "1"})}
    command = [sys.executable, "-m", "nngrade", "show", "1", "--course", str(small_course.root)]
    done = subprocess.run(command, stdin=theirs, stdout=theirs, env=environment, timeout=60, check=False)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "The lesson of 01_double" in shown
    assert "`code`" not in shown
    assert ("\x1b[3" in shown) is colour or "\x1b[" in shown


def test_inside_its_folder_the_name_may_be_left_out(nngrade, small_course, tmp_path):
    nngrade("init", "nets", "--course", small_course.root, cwd=tmp_path)
    inside = nngrade("show", "--course", small_course.root, cwd=tmp_path / "nets" / "02_half")
    assert "The lesson of 02_half" in inside.out
    outside = nngrade("show", "--course", small_course.root, cwd=tmp_path / "nets")
    assert outside.code == 2
    assert "01_double, 02_half" in outside.err


def test_a_wrong_name_gets_the_nearest(nngrade, small_course):
    wrong = nngrade("show", "duoble", "--course", small_course.root)
    assert (wrong.code, wrong.out) == (2, "")
    assert "there is no exercise 'duoble'; did you mean 01_double?" in wrong.err


def test_bytes_that_are_no_text_are_a_sentence(nngrade, small_course):
    (small_course.manifest().parent / "README.md").write_bytes(b"\xff\xfe\x80")
    shown = nngrade("show", "1", "--course", small_course.root)
    assert shown.code == 3
    assert "README.md" in shown.err
    assert "Traceback" not in shown.err
