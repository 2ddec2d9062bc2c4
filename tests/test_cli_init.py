"""`nngrade init`, as a user runs it."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


def obey_modes() -> None:
    """Take from root the right to write anywhere, for the program that is started next."""
    if ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0):
        raise PermissionError("this root may not give rights away")


def test_a_new_workspace_says_what_to_do_next(nngrade, small_course, tmp_path):
    made = nngrade("init", "nets", "--course", small_course.root, cwd=tmp_path)
    assert (made.code, made.err) == (0, "")
    assert "  cd nets\n  nngrade show 1\n  nngrade check 1\n" in made.out
    assert (tmp_path / "nets" / "01_double" / "double.py").is_file()
    again = nngrade("init", "nets", "--course", small_course.root, cwd=tmp_path)
    assert (again.code, again.out) == (0, "nets is a workspace already; nothing was missing.\n")


def test_work_is_kept_and_named(nngrade, small_course, tmp_path):
    nngrade("init", "nets", "--course", small_course.root, cwd=tmp_path)
    (tmp_path / "nets" / "01_double" / "double.py").write_text("mine")
    again = nngrade("init", "nets", "--course", small_course.root, cwd=tmp_path)
    assert "kept your nets/01_double/double.py" in again.out
    assert (tmp_path / "nets" / "01_double" / "double.py").read_text() == "mine"


def test_our_own_course_is_the_default(nngrade, tmp_path):
    made = nngrade("init", tmp_path / "nets")
    assert made.code == 0, made.err
    files = [file for file in (tmp_path / "nets").rglob("*") if file.is_file()]
    assert len(files) == 2 * 6 + 3
    assert not [file for file in files if file.name in ("checks.py", "exercise.yaml", "mistakes.py")]
    assert 'course = "nngrade"' in (tmp_path / "nets" / "nngrade.toml").read_text()
    assert nngrade("list", cwd=tmp_path / "nets").out.count("not graded yet") == 6


def test_a_file_in_the_way(nngrade, small_course, tmp_path):
    (tmp_path / "nets").write_text("x")
    done = nngrade("init", "nets", "--course", small_course.root, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "nets is in the way" in done.err


def test_without_a_folder(nngrade):
    done = nngrade("init")
    assert done.code == 2
    assert "DIR" in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux")
def test_in_a_read_only_folder(nngrade, small_course, tmp_path):
    nngrade("init", "nets", "--course", small_course.root, cwd=tmp_path)
    module = tmp_path / "nets" / "01_double" / "double.py"
    module.write_text("mine")
    closed = tmp_path / "closed"
    closed.mkdir()
    for folder in (closed, module.parent):
        folder.chmod(0o555)
    other = {"preexec_fn": obey_modes} if os.geteuid() == 0 else {}
    env = {"NNGRADE_COURSE": str(small_course.root)}
    try:
        made = nngrade("init", closed / "nets", env=env, **other)
    except subprocess.SubprocessError:
        pytest.skip("this root may write anywhere and cannot give that up")
    reset = nngrade("reset", "1", cwd=module.parent, env=env, **other)
    listed = nngrade("list", cwd=module.parent, env=env, **other)
    for folder in (closed, module.parent):
        folder.chmod(0o755)
    assert (made.code, reset.code, listed.code) == (2, 2, 0), (made.err, reset.err, listed.err)
    assert "closed/nets cannot be written (Permission denied)" in made.err
    assert "cannot be written (Permission denied)" in reset.err
    assert module.read_text() == "mine"
    assert list(closed.iterdir()) == []
