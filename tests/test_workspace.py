"""The workspace: found from anywhere inside, never trusted to name a folder with checks, and never overwritten."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from nngrade.course.load import load_course
from nngrade.errors import NngradeError, SetupError
from nngrade.scaffold import make_workspace, reset_module
from nngrade.workspace import find_workspace, need_workspace, read_workspace

DAY = date(2026, 11, 21)


@pytest.fixture
def course(small_course):
    return load_course(small_course.root)


@pytest.fixture
def root(course, tmp_path):
    """A fresh workspace."""
    make_workspace(course, "small", tmp_path / "nets")
    return tmp_path / "nets"


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_workspace_holds_lessons_and_stubs_and_nothing_hidden(root):
    assert sorted(files(root)) == [
        ".gitignore",
        "01_double/README.md",
        "01_double/double.py",
        "02_half/README.md",
        "02_half/half.py",
        "README.md",
        "nngrade.toml",
    ]
    readme = (root / "README.md").read_text("utf-8")
    for first in ("nngrade show 1", "nngrade check 1", "nngrade hint 1"):
        assert first in readme
    assert ".nngrade/" in (root / ".gitignore").read_text("utf-8")
    assert read_workspace(root).course == "small"


def test_making_it_twice_changes_nothing(course, root):
    before = files(root)
    made = make_workspace(course, "small", root)
    assert files(root) == before
    assert (made.new, made.kept) == ([], [])


def test_what_a_learner_wrote_is_kept_and_named(course, root):
    (root / "01_double" / "double.py").write_text("mine")
    (root / "02_half" / "half.py").unlink()
    made = make_workspace(course, "small", root)
    assert (root / "01_double" / "double.py").read_text() == "mine"
    assert (made.new, made.kept) == (["02_half/half.py"], ["01_double/double.py"])


def test_a_folder_that_holds_other_things_may_become_one(course, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "README.md").write_text("my notes")
    made = make_workspace(course, "small", tmp_path / "mine")
    assert made.kept == ["README.md"]
    assert (tmp_path / "mine" / "README.md").read_text() == "my notes"


@pytest.mark.parametrize("way", ["", "01_double", "02_half/half.py", "README.md", "nngrade.toml", ".gitignore"])
def test_something_in_the_way_stops_it_before_anything_is_written(course, tmp_path, way):
    target = tmp_path / "nets" / way if way else tmp_path / "nets"
    target.parent.mkdir(parents=True, exist_ok=True)
    if way in ("", "01_double"):
        target.write_text("a file")
    else:
        target.mkdir()
    before = files(tmp_path)
    with pytest.raises(NngradeError, match="is in the way") as caught:
        make_workspace(course, "small", tmp_path / "nets")
    assert caught.value.exit_code == 2
    assert files(tmp_path) == before


def test_a_link_to_nowhere_is_in_the_way(course, tmp_path):
    (tmp_path / "nets" / "01_double").mkdir(parents=True)
    (tmp_path / "nets" / "01_double" / "double.py").symlink_to(tmp_path / "elsewhere.py")
    with pytest.raises(NngradeError, match="is in the way"):
        make_workspace(course, "small", tmp_path / "nets")
    assert not (tmp_path / "elsewhere.py").exists()


def test_no_workspace_inside_another_nor_in_a_course(course, root, small_course):
    with pytest.raises(NngradeError, match="inside the workspace"):
        make_workspace(course, "small", root / "01_double" / "nets")
    with pytest.raises(NngradeError, match="holds a course"):
        make_workspace(course, "small", small_course.root)
    with pytest.raises(NngradeError, match="for the course 'small' already"):
        make_workspace(course, "other", root)


def test_it_is_found_from_anywhere_inside(root, course):
    deep = root / "01_double" / "notes" / "more"
    deep.mkdir(parents=True)
    workspace = need_workspace(deep)
    assert workspace.root == root.resolve()
    assert workspace.exercise_here(("01_double", "02_half"), deep) == "01_double"
    assert workspace.exercise_here(("01_double", "02_half"), root) is None
    assert workspace.exercise_here(("02_half",), deep) is None
    assert workspace.exercise_here(("01_double",), root.parent) is None
    assert workspace.module(course.exercises[0]) == root.resolve() / "01_double" / "double.py"
    assert find_workspace(root / "01_double" / "double.py") == workspace


def test_where_there_is_none_the_error_says_how_to_make_one(tmp_path):
    assert find_workspace(tmp_path) is None
    with pytest.raises(NngradeError, match="nngrade init DIR") as caught:
        need_workspace(tmp_path)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"course = ", "is damaged"),
        (b"\xff\xfe", "is damaged"),
        (b"course = 3", "is no text; expected one"),
        (b'version = ["1"]', "is no text; expected one"),
        (b'course = "../evil"', "a folder"),
        (b'course = "/evil"', "a folder"),
        (b"a = " + b"[" * 3000 + b"]" * 3000, "is damaged"),
        (b"#" * 20_000, "is far too large"),
        (b'course = "C:\\\\evil"', "a folder"),
    ],
)
def test_a_damaged_marker_is_named(root, text, says):
    (root / "nngrade.toml").write_bytes(text)
    with pytest.raises(SetupError) as caught:
        find_workspace(root)
    assert says in caught.value.message
    assert "nngrade.toml" in caught.value.message


def test_reset_keeps_every_file_of_the_learner(root, course):
    workspace, exercise = read_workspace(root), course.exercises[0]
    module = workspace.module(exercise)
    assert reset_module(course, exercise, workspace, DAY) is None
    kept = []
    for text in ("first", "second", "third"):
        module.write_text(text)
        kept.append(reset_module(course, exercise, workspace, DAY))
        assert module.read_bytes() == course.stub(exercise).read_bytes()
    assert [one.name for one in kept] == ["double.2026-11-21.py", "double.2026-11-21-2.py", "double.2026-11-21-3.py"]
    assert [one.read_text() for one in kept] == ["first", "second", "third"]


def test_reset_brings_back_a_file_that_is_gone(root, course):
    workspace, exercise = read_workspace(root), course.exercises[0]
    workspace.module(exercise).unlink()
    workspace.folder(exercise).joinpath("README.md").unlink()
    workspace.folder(exercise).rmdir()
    assert reset_module(course, exercise, workspace, DAY) is None
    assert workspace.module(exercise).is_file()


def test_reset_leaves_a_folder_with_the_name_of_the_file_alone(root, course):
    workspace, exercise = read_workspace(root), course.exercises[0]
    workspace.module(exercise).unlink()
    workspace.module(exercise).mkdir()
    with pytest.raises(NngradeError, match="is no file"):
        reset_module(course, exercise, workspace, DAY)


@pytest.mark.parametrize("inside", ["01_double", "01_double/double.py"])
def test_a_link_in_a_workspace_leads_nowhere(root, course, tmp_path, inside):
    workspace, exercise = read_workspace(root), course.exercises[0]
    (root / inside).rename(tmp_path / "precious")
    module = tmp_path / "precious" if inside.endswith(".py") else tmp_path / "precious" / "double.py"
    module.write_text("mine")
    (root / inside).symlink_to(tmp_path / "precious")
    with pytest.raises(NngradeError, match="is a link; move it away"):
        reset_module(course, exercise, workspace, DAY)
    if inside == "01_double":
        with pytest.raises(NngradeError, match="it is a link; move it"):
            make_workspace(course, "small", root)
    assert module.read_text() == "mine"
    assert list(root.glob("01_double/*2026*")) == []


def test_what_cannot_be_written_is_a_sentence(root, course, monkeypatch):
    # also true for root, whom a folder's mode does not stop
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    workspace, exercise = read_workspace(root), course.exercises[0]
    workspace.module(exercise).write_text("mine")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(NngradeError, match=r"cannot be written \(Permission denied\)") as caught:
        reset_module(course, exercise, workspace, DAY)
    assert caught.value.exit_code == 2
    assert workspace.module(exercise).read_text() == "mine"


def test_a_folder_that_is_gone(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(NngradeError, match="does not exist any more"):
        find_workspace()
    monkeypatch.chdir(tmp_path)


def test_a_folder_that_may_not_be_entered_is_passed_over(root, monkeypatch):
    inside = root / "01_double"
    is_file = Path.is_file

    def guarded(self: Path) -> bool:
        if self.parent == inside:
            raise PermissionError(13, "Permission denied")
        return is_file(self)

    monkeypatch.setattr(Path, "is_file", guarded)
    assert find_workspace(inside).root == root.resolve()
