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


@pytest.mark.parametrize("command", [("init", ""), ("check", "3", ""), ("run", "")])
def test_an_empty_path_is_not_the_current_folder(nngrade, tmp_path, command):
    """It comes from a variable that is not set."""
    done = nngrade(*command)
    assert (done.code, done.out) == (2, "")
    assert "the path is empty; for the current folder write a dot." in done.err
    assert os.listdir(tmp_path / "here") == []


@pytest.mark.skipif(sys.platform != "linux", reason="not every file system has files with holes")
def test_a_file_of_any_size_is_kept(nngrade, small_course, tmp_path):
    with open(tmp_path / "here" / "README.md", "wb") as file:
        file.truncate(900 << 30)
    made = nngrade("init", ".", "--course", small_course.root)
    assert (made.code, "kept your README.md" in made.out) == (0, True)


@pytest.mark.skipif(sys.platform != "linux", reason="not every system has such names")
def test_the_name_of_a_workspace_acts_on_no_terminal(nngrade, small_course, tmp_path):
    odd = tmp_path / "a\x1b[31m\nnngrade: 100/100"
    env = {"NNGRADE_COURSE": str(small_course.root)}
    made = nngrade("init", odd, env=env)
    (odd / ".nngrade").mkdir()
    (odd / ".nngrade" / "state.json").write_text("damaged")
    listed = nngrade("list", cwd=odd, env=env)
    refused = nngrade("init", odd / "README.md", env=env)
    for done in (made, listed, refused):
        assert "\x1b" not in done.out + done.err
        assert not [line for line in (done.out + done.err).splitlines() if line.startswith("nngrade: 100")]
    assert (made.code, listed.code, refused.code) == (0, 0, 2)
    assert "state.damaged.json" in listed.err


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
