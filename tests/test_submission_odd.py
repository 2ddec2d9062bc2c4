"""What cannot be graded: each odd module, folder and path has its sentence."""

from __future__ import annotations

import hashlib
import os
import socket

import pytest
from nngrade.errors import NngradeError
from submission_helpers import given, write
from toy_course import SOLUTION, results, statuses, toy

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def course(tmp_path):
    return toy(tmp_path / "course")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "toy.py is not there: the file must be called toy.py"),
        (lambda path: write(path.with_name("Toy.py")), "is not there; the folder has Toy.py: the file must be called"),
        (lambda path: path.mkdir(), "toy.py is a folder; a Python file of that name is expected"),
        (lambda path: os.mkfifo(path), "toy.py is no ordinary file"),
        (lambda path: socket.socket(socket.AF_UNIX).bind(path.name), "toy.py is no ordinary file"),
        (lambda path: path.symlink_to("/etc/passwd"), "toy.py is a link; hand in the file itself"),
        (lambda path: path.symlink_to("nothing"), "toy.py is a link; hand in the file itself"),
        (lambda path: path.symlink_to("toy.py"), "toy.py is a link; hand in the file itself"),
        (lambda path: write(path, ""), "toy.py is empty"),
        (lambda path: write(path, b"#" * 3_000_000), "toy.py is 3.0 MB large; a module may have 2 MB"),
        (lambda path: write(path).chmod(0), "toy.py cannot be read (Permission denied)"),
    ],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_module_that_cannot_be_graded_has_its_sentence(course, here, make, words):
    if "Permission" in words and ROOT:
        pytest.skip("root may read everything")
    make(here / "toy.py")
    submission = given(course, here)
    assert words in submission.problem
    assert submission.files == {}
    assert submission.sha256 == hashlib.sha256(b"").hexdigest()
    assert submission.lines() == {}
    result = results(course, [here])[0].exercises[0]
    assert statuses(result) == ["error", "error"]
    assert result.score == 0
    assert result.notes == (submission.problem + ".",)


def test_named_directly_the_odd_ones_are_submissions_too(course, here):
    (here / "toy.py").symlink_to("toy.py")
    assert "is a link" in given(course, "toy.py").problem
    (here / "smith.py").symlink_to("nowhere.py")
    assert "is a link" in given(course, "smith.py").problem
    (here / "01_toy").mkdir()
    os.mkfifo(here / "01_toy" / "toy.py")
    assert "no ordinary file" in given(course, "01_toy/toy.py").problem


@pytest.mark.parametrize("name", ["nothing", "nothing/toy.py", "toy.py/toy.py", "a" * 5000, "b" * 300])
def test_a_path_that_is_none_is_a_usage_error(course, here, name):
    write(here / "toy.py")
    with pytest.raises(NngradeError) as caught:
        given(course, name)
    assert caught.value.exit_code == 2
    assert name[:80] in str(caught.value)
    assert len(str(caught.value)) < 500


def test_what_is_neither_file_nor_folder_is_a_usage_error(course, here):
    os.mkfifo(here / "pipe")
    for name in ("pipe", "/dev/null"):
        with pytest.raises(NngradeError, match=r"is no file, folder or workspace; give the path of toy\.py"):
            given(course, name)


def test_a_folder_without_the_module_is_a_submission(course, here):
    write(here / "a.py")
    write(here / "checks.py")
    assert given(course, here).problem == "toy.py is not there; the folder has a.py: the file must be called toy.py"


@pytest.mark.skipif(ROOT, reason="root may read everything")
def test_what_may_not_be_read_beside_it_is_left_out(course, here):
    write(here / "toy.py")
    write(here / "closed.py").chmod(0)
    assert set(given(course, here).files) == {"toy.py"}
    closed = here / "folder"
    write(closed / "toy.py")
    closed.chmod(0)
    try:
        with pytest.raises(NngradeError, match="cannot be read"):
            given(course, closed / "toy.py")
    finally:
        closed.chmod(0o700)


def test_a_folder_that_is_a_link_is_not_followed(course, tmp_path):
    """To another learner's folder, or to the solution: git, zip and tar carry links."""
    other = write(tmp_path / "bob" / "01_toy" / "toy.py", SOLUTION).parent
    ada = tmp_path / "ada"
    ada.mkdir()
    (ada / "01_toy").symlink_to(other)
    for with_marker in (False, True):
        if with_marker:
            (ada / "nngrade.toml").write_text('course = "toy"\nversion = "1"\n')
        submission = given(course, ada)
        assert submission.files == {} and submission.problem.endswith("01_toy is a link; hand in the folder itself")


def test_a_long_file_is_looked_through_and_not_parsed(course, tmp_path):
    text = "\n\nasync def a(): pass\nclass B:\n    x = 1\n    def __init__(self): pass\n    def c(self): pass\n"
    text += "def d():\n    def inner(): pass\n# def e(): pass\n"
    short = given(course, write(tmp_path / "short" / "toy.py", text)).lines()
    long = given(course, write(tmp_path / "long" / "toy.py", text + "#" * 40_000)).lines()
    assert short == long == {"a": 3, "B": 6, "B.__init__": 6, "B.c": 7, "d": 8}
    slow = "f'''" + "{a}" * 300_000 + "'''"  # the parser takes minutes
    assert given(course, write(tmp_path / "slow" / "toy.py", slow)).lines() == {}


def test_reading_a_copy_leaves_no_trace(course, tmp_path):
    copy = tmp_path / "copy"
    given(course, write(tmp_path / "toy.py", SOLUTION)).copy(copy)
    before = [path.stat().st_atime_ns for path in (copy, copy / "toy.py")]
    assert (copy / "toy.py").read_text() == SOLUTION and os.listdir(copy) == ["toy.py"]
    assert [path.stat().st_atime_ns for path in (copy, copy / "toy.py")] == before


@pytest.mark.parametrize("mode", [0o444, 0o600, 0o000, 0o311, 0o711])
@pytest.mark.skipif(ROOT, reason="root may enter everything")
def test_a_folder_that_is_closed_in_part(course, here, mode):
    """One that may be entered is enough for the file that is named; any other has its sentence."""
    folder = here / "closed"
    write(folder / "toy.py")
    write(folder / "ada.py")
    folder.chmod(mode)
    try:
        if mode & 0o100:
            assert (given(course, folder / "ada.py").problem, given(course, folder).problem) == ("", "")
        else:
            assert "cannot be read" in given(course, folder).problem
    finally:
        folder.chmod(0o700)
