"""A folder of somebody else's, who changes it while it is read."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import nngrade.submission
import pytest
from nngrade.cli.example import _keep
from nngrade.course.load import load_course
from nngrade.errors import NngradeError
from nngrade.opened import Folder, NoFile
from nngrade.scaffold import make_workspace, reset_module
from nngrade.state import Memory, State
from nngrade.workspace import read_workspace
from submission_helpers import given, write
from toy_course import SOLUTION, toy

SECRET = "SECRET = 1\n"
HOLD = """
import fcntl, signal, sys
signal.signal(signal.SIGIO, lambda *_: None)
file = open(sys.argv[1], "r+")
fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def course(tmp_path):
    return toy(tmp_path / "course")


@pytest.fixture
def swapped(monkeypatch, tmp_path):
    """Put something else in the place of a name between the look at it and what comes next."""
    looked = Folder.status

    def swap(name, make):
        def status(self, asked):
            found = looked(self, asked)
            path = self.path / asked
            if path.name == name and not os.path.lexists(tmp_path / "before"):
                path.rename(tmp_path / "before")
                make(path)
            return found

        monkeypatch.setattr(Folder, "status", status)

    return swap


KINDS = [
    lambda path: path.symlink_to(path.parents[1] / "secret.py"),
    lambda path: path.symlink_to("/dev/zero"),
    lambda path: os.mkfifo(path),  # to open it waits for a writer
    lambda path: path.mkdir(),
]


@pytest.mark.parametrize("make", KINDS)
def test_a_module_that_is_swapped_is_not_read(course, here, tmp_path, swapped, make):
    write(tmp_path / "secret.py", SECRET)
    write(here / "toy.py", SOLUTION)
    swapped("toy.py", make)
    submission = given(course, here)
    assert (tmp_path / "before").is_file()
    assert (submission.files, "cannot be read" in submission.problem) == ({}, True)


@pytest.mark.parametrize("make", KINDS)
def test_a_file_beside_it_that_is_swapped_is_left_out(course, here, tmp_path, swapped, make):
    write(tmp_path / "secret.py", SECRET)
    write(here / "toy.py", SOLUTION)
    write(here / "helper.py")
    swapped("helper.py", make)
    assert set(given(course, here).files) == {"toy.py"}
    assert (tmp_path / "before").is_file()


def test_a_file_that_becomes_a_folder_meanwhile_is_copied_as_what_it_was(course, here, tmp_path, monkeypatch):
    """Files beside the module are gathered first, and then those in all folders."""
    write(here / "toy.py", SOLUTION)
    write(here / "helper.py")
    scattered = nngrade.submission._scattered

    def later(*given):
        (here / "helper.py").unlink()
        write(here / "helper.py" / "inner.py")
        return scattered(*given)

    monkeypatch.setattr("nngrade.submission._scattered", later)
    submission = given(course, here)
    assert set(submission.files) == {"toy.py", "helper.py"}
    submission.copy(tmp_path / "copy")
    assert (tmp_path / "copy" / "helper.py").is_file()


@pytest.mark.parametrize("make", [lambda path: path.symlink_to(path.parents[1] / "theirs"), os.mkfifo])
def test_a_folder_that_is_swapped_is_not_entered(course, here, tmp_path, swapped, make):
    write(tmp_path / "theirs" / "__init__.py", SECRET)
    write(here / "toy.py", SOLUTION)
    write(here / "package" / "__init__.py")
    swapped("package", make)
    assert set(given(course, here).files) == {"toy.py"}
    assert (tmp_path / "before").is_dir()


def test_the_folder_of_the_exercise_that_is_swapped_is_not_entered(course, here, tmp_path, swapped):
    write(tmp_path / "bob" / "toy.py", SOLUTION)
    write(here / "01_toy" / "toy.py")
    swapped("01_toy", lambda path: path.symlink_to(tmp_path / "bob"))
    assert given(course, here).files == {}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has leases")
def test_a_file_with_a_lease_is_not_waited_for(course, here):
    """Its holder has `lease-break-time`, 45 seconds, for each file; with a wait it would be read in the end."""
    write(here / "toy.py", SOLUTION)
    held = write(here / "helper.py")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, held], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        if holder.stdout.readline() != "held\n":
            pytest.skip("this file system has no leases")
        files = set(given(course, here).files)
        holder.stdin.close()
    assert files == {"toy.py"}
    assert set(given(course, here).files) == {"toy.py", "helper.py"}


def test_what_grows_is_cut_and_what_is_no_file_is_an_error(tmp_path):
    write(tmp_path / "a", "x" * 100)
    (tmp_path / "link").symlink_to("a")
    with Folder(tmp_path) as folder:
        assert folder.read("a", 10) == b"x" * 10
        assert folder.names() == ["a", "link"]
        with pytest.raises(NoFile, match="no ordinary file"):
            folder.read("link", 10)
        with pytest.raises(NotADirectoryError):
            folder.folder("a")


def test_where_folders_cannot_be_held_paths_are_used(course, here, tmp_path, monkeypatch):
    monkeypatch.setattr("nngrade.opened.HELD", False)
    write(here / "toy.py", SOLUTION)
    write(here / "helper.py")
    write(here / "package" / "__init__.py")
    (here / "link.py").symlink_to(write(tmp_path / "secret.py", SECRET))
    (here / "linked").symlink_to(here / "package")
    assert set(given(course, here).files) == {"toy.py", "helper.py", "package/__init__.py"}


# What is written into somebody's folder

EVIL = 0o777


def test_a_new_file_never_has_another_name(tmp_path, monkeypatch):
    """A kill between two names would leave the first."""
    names, link = [], os.link
    monkeypatch.setattr(os, "link", lambda source, name, **more: (names.append(name), link(source, name, **more)))
    with Folder(tmp_path) as folder:
        folder.replace("state.json", b"new")
        if not names:
            pytest.skip("this file system has no files without a name")
        assert names == ["state.json"]
        assert os.listdir(tmp_path) == ["state.json"]
        folder.replace("state.json", b"newer")
    assert (tmp_path / "state.json").read_bytes() == b"newer"
    assert os.listdir(tmp_path) == ["state.json"]


def test_a_file_made_meanwhile_is_replaced_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(Folder, "has", lambda self, name: False)
    write(tmp_path / "state.json", "theirs")
    with Folder(tmp_path) as folder:
        folder.replace("state.json", b"new")
    assert (tmp_path / "state.json").read_bytes() == b"new"


def test_no_mode_is_given_to_what_a_link_leads_to(tmp_path, monkeypatch):
    """The name of the new file is exchanged for a link as soon as it is there."""
    victim = write(tmp_path / "victim")
    victim.chmod(0o600)
    state = write(tmp_path / "mine" / "state.json")
    state.chmod(EVIL)
    link = os.link

    def linked(source, name, **more):
        link(source, name, **more)
        path = tmp_path / "mine" / name
        path.unlink()
        path.symlink_to(victim)

    monkeypatch.setattr(os, "link", linked)
    with Folder(tmp_path / "mine") as folder:
        folder.replace("state.json", b"new")
    assert victim.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_reset_is_not_read_through_a_link(tmp_path, swapped, small_course):
    write(tmp_path / "secret.py", SECRET)
    course = load_course(small_course.root)
    make_workspace(course, "small", tmp_path / "nets")
    module = tmp_path / "nets" / "01_double" / "double.py"
    module.write_text("mine")
    swapped("double.py", lambda path: path.symlink_to(tmp_path / "secret.py"))
    with pytest.raises(NngradeError, match=r"double\.py is no file|cannot be written"):
        reset_module(course, course.exercises[0], read_workspace(tmp_path / "nets"), date(2026, 1, 2))
    texts = [path.read_text() for path in (tmp_path / "nets").rglob("*.py") if not path.is_symlink()]
    assert SECRET not in texts


@pytest.mark.parametrize("command", ["init", "explain", "state"])
def test_nothing_is_written_through_a_folder_that_is_swapped(tmp_path, swapped, small_course, command):
    theirs, root = tmp_path / "theirs", tmp_path / "nets"
    theirs.mkdir()
    course = load_course(small_course.root)
    make_workspace(course, "small", root)
    write(root / ".nngrade" / "explain" / "x.npy")
    (root / "01_double" / "double.py").unlink()
    swapped({"init": "01_double"}.get(command, ".nngrade"), lambda path: path.symlink_to(theirs))
    if command == "init":
        with pytest.raises(NngradeError, match="cannot be written"):
            make_workspace(course, "small", root)
    elif command == "explain":
        assert _keep({"a.npy": b"x"}, read_workspace(root)) == "?"
    else:
        said = []
        State(root, said.append)._write(Memory())
        assert "nothing was remembered" in said[0]
    assert os.path.lexists(tmp_path / "before")
    assert os.listdir(theirs) == []
