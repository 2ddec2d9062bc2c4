"""What is handed in: which file is graded, what is copied beside it, and the sentence for everything odd."""

from __future__ import annotations

import hashlib
import os
import warnings
from pathlib import Path

import pytest
from nngrade.submission import LIMIT, MAX_FILES
from submission_helpers import CODE, given, write
from toy_course import SOLUTION, STUB, grade, results, statuses, toy

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def course(tmp_path):
    return toy(tmp_path / "course")


def test_a_file_of_the_modules_name_stands_for_its_folder(course, here):
    write(here / "toy.py")
    write(here / "helper.py", "y = 2\n")
    for target in ("toy.py", ".", here, here / "toy.py", "../work"):
        submission = given(course, target)
        assert submission.problem == ""
        assert submission.files == {"toy.py": CODE.encode(), "helper.py": b"y = 2\n"}
        assert submission.module == "toy.py"
        assert submission.shown == {"toy.py": "toy.py", "helper.py": "helper.py"}


@pytest.mark.parametrize("name", ["smith.py", "toy2.py", "Toy.PY", "toy", "toy.py.txt", "-x.py", "a b'\"é.py"])
def test_a_file_of_any_other_name_is_graded_alone(course, here, name):
    write(here / name)
    write(here / "helper.py")
    submission = given(course, here / name)
    assert (submission.problem, set(submission.files), submission.module) == ("", {"toy.py"}, name)


def test_a_path_elsewhere_is_shown_whole(course, here, tmp_path):
    path = write(tmp_path / "other" / "toy.py")
    assert given(course, path).module == str(path)
    assert given(course, "../other").module == "../other/toy.py"


def test_a_workspace_and_a_folder_like_one(course, here):
    write(here / "01_toy" / "toy.py", "inside = 1\n")
    write(here / "toy.py", "above = 1\n")
    assert given(course, here).files["toy.py"] == b"inside = 1\n"
    (here / "01_toy" / "toy.py").unlink()
    assert given(course, here).files["toy.py"] == b"above = 1\n"
    write(here / "nngrade.toml", "")
    assert given(course, here).problem.startswith("01_toy/toy.py is not there")


def test_packages_and_folders_beside_it_are_copied_and_environments_are_not(course, here):
    write(here / "toy.py")
    for name in ("tools/__init__.py", "tools/deep/__init__.py", "tools/deep/more.py", "tools/data.csv"):
        write(here / name)
    for name in (
        "loose/module.py",
        "tools/loose/module.py",
        "venv/pyvenv.cfg",
        "venv/lib/x.py",
        "01_other/x.py",
        ".git/hook.py",
        "__pycache__/__init__.py",
    ):
        write(here / name)
    write(here / "not-a-name" / "__init__.py")
    write(here / "notes.txt")
    write(here / "conftest.py")
    assert set(given(course, here).files) == {
        "toy.py",
        "conftest.py",
        "tools/__init__.py",
        "tools/deep/__init__.py",
        "tools/deep/more.py",
        "loose/module.py",
        "tools/loose/module.py",
        "01_other/x.py",
        "not-a-name/__init__.py",
    }
    others = ("ada/toy.py", "bob/01_toy/other.py", "class/nngrade.toml", "a/exercise.yaml", "b/course.yaml")
    for name in (*others, "01_toy/toy.py"):
        write(here / name)
        write(here / name.partition("/")[0] / "x.py")
        write(here / name.partition("/")[0] / "solutions" / "x.py")
    beside = {name.partition("/")[0] for name in given(course, here / "toy.py").files}
    assert beside.isdisjoint({"ada", "bob", "class", "a", "b", "01_toy"})


def test_checks_and_manifests_are_never_copied(course, here):
    write(here / "toy.py")
    for name in ("checks.py", "exercise.yaml", "tools/__init__.py", "tools/checks.py"):
        write(here / name)
    write(here / "tools" / "exercise.yaml")
    assert set(given(course, here).files) == {"toy.py", "tools/__init__.py"}
    (here / "tools" / "exercise.yaml").unlink()
    assert set(given(course, here).files) == {"toy.py", "tools/__init__.py", "tools/checks.py"}
    assert given(course, course.folder(course.exercises[0])).files.keys() == {"toy.py"}
    assert given(course, here, solution=True).files.keys() == {"toy.py"}


def test_links_and_special_files_beside_it_are_left_out(course, here, tmp_path):
    write(here / "toy.py")
    secret = write(tmp_path / "secret.py")
    package = write(tmp_path / "package" / "__init__.py").parent
    (here / "linked.py").symlink_to(secret)
    (here / "gone.py").symlink_to(tmp_path / "nothing")
    (here / "linked").symlink_to(package, target_is_directory=True)
    (here / "folder.py").mkdir()
    os.mkfifo(here / "pipe.py")
    assert set(given(course, here).files) == {"toy.py"}


def test_names_that_no_report_can_show_are_left_out(course, here):
    write(here / "toy.py", SOLUTION)
    Path(os.fsdecode(os.fsencode(here) + b"/\xff\xfe.py")).write_text(CODE)
    write(here / "two\nlines.py")
    assert set(given(course, here).files) == {"toy.py"}
    assert statuses(results(course, [here])[0].exercises[0]) == ["passed", "passed"]


def test_all_together_may_have_two_megabytes(course, here):
    write(here / "toy.py", b"#" * (LIMIT - 10))
    write(here / "helper.py", b"#" * 10)
    assert given(course, here).problem == ""
    write(here / "helper.py", b"#" * 11)
    assert given(course, here).problem == "the files beside toy.py are larger than 2 MB together"


def test_a_huge_file_beside_it_is_not_read(course, here):
    write(here / "toy.py")
    with open(here / "huge.py", "wb") as file:
        file.truncate(1 << 40)  # sparse: it takes no room, but could not be read
    assert "larger than 2 MB together" in given(course, here).problem


def test_there_may_be_many_files(course, here):
    write(here / "toy.py")
    for number in range(MAX_FILES + 50):
        write(here / f"a{number:04}.py")
    assert len(given(course, here).files) == MAX_FILES + 1


def test_the_sum_is_that_of_the_file_or_of_the_sorted_lines(course, here):
    write(here / "toy.py", "a\n")
    one = hashlib.sha256(b"a\n").hexdigest()
    assert given(course, here).sha256 == one
    names = {"helper.py": "b\n", "tools/__init__.py": "c\n", "tools/x.py": "d\n"}
    for name, text in names.items():
        write(here / name, text)
    lines = [
        f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in {"toy.py": "a\n", **names}.items()
    ]
    assert given(course, here).sha256 == hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def test_the_stub_is_known_again(course, here):
    for text in (STUB, STUB.replace("\n", "\r\n"), "\n\n" + STUB + "\n  \n"):
        write(here / "toy.py", text)
        assert given(course, here).untouched
    write(here / "toy.py", STUB + "# a thought\n")
    assert not given(course, here).untouched


def test_the_lines_of_functions_are_found_without_importing(course, here):
    source = "import os\nos._exit(3)\ndef double(x): pass\n\nclass Keeper:\n    def value(self): pass\n"
    source += "    def __init__(self): pass\nasync def later(): pass\n"
    write(here / "toy.py", source)
    assert given(course, here).lines() == {
        "double": 3,
        "Keeper": 7,
        "Keeper.value": 6,
        "Keeper.__init__": 7,
        "later": 8,
    }


@pytest.mark.parametrize(
    "source", ["def (", b"\x00", b"\xff\xfea", "(" * 100_000, "x = " + "-" * 100_000 + "1", "def f():\n  '''\\s'''"]
)
def test_a_file_that_is_no_python_has_no_lines_and_makes_no_noise(course, here, source, capfd):
    write(here / "toy.py", source)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        assert given(course, here).lines() in ({}, {"f": 1})
    assert capfd.readouterr().err == ""


def test_a_copy_is_private_and_complete(course, here, tmp_path):
    write(here / "toy.py")
    write(here / "tools" / "__init__.py")
    folder = tmp_path / "copy"
    shown = given(course, here).copy(folder)
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.py")} == {"toy.py", "tools/__init__.py"}
    assert folder.stat().st_mode & 0o077 == 0
    assert shown == {str(folder / "toy.py"): "toy.py", str(folder / "tools/__init__.py"): "tools/__init__.py"}


HELPED = """
import helper
import tools.deep
from tools import number
try:
    import conftest
except ImportError:
    conftest = None
def double(x):
    return helper.twice(x) * number * tools.deep.one
def pair(x):
    import numpy as np
    return {"sum": np.sum(x), "rows": np.stack([x, 3 * x])}
"""


def test_helpers_are_imported_and_shadow_nothing(course, here):
    write(here / "toy.py", HELPED)
    write(here / "helper.py", "def twice(x):\n    return 2 * x\n")
    write(here / "tools" / "__init__.py", "number = 1\n")
    write(here / "tools" / "deep.py", "one = 1\n")
    trap = "raise RuntimeError('shadowed')\n"
    for name in (
        "numpy.py",
        "json.py",
        "nngrade.py",
        "msgspec.py",
        "sitecustomize.py",
        "pytest.py",
        "random/__init__.py",
    ):
        write(here / name, trap)
    write(here / "conftest.py", "import os\n")
    [result] = results(course, [here])
    assert statuses(result.exercises[0]) == ["passed", "passed"]


def test_a_helper_that_is_missing_is_the_learners_error(course):
    [graded] = grade(course, "import helper\n")
    assert statuses(graded) == ["blocked", "blocked"]
    assert "helper" in graded.checks[0].message


def test_the_standard_library_is_there(course):
    names = "csv zipfile json heapq statistics fractions dataclasses typing decimal sqlite3 asyncio unittest logging"
    [graded] = grade(course, f"import {', '.join(names.split())}\n" + SOLUTION)
    assert statuses(graded) == ["passed", "passed"]


def test_text_beyond_ascii_and_windows_files(course):
    odd = "# -*- coding: latin-1 -*-\nname = 'fr\xfch'\n".encode("latin-1") + SOLUTION.encode()
    sources = ["\ufeff" + SOLUTION, SOLUTION.replace("\n", "\r\n"), "größe = 'ñ'  # ∂L/∂w\n" + SOLUTION, odd]
    assert [statuses(graded) for graded in grade(course, *sources)] == [["passed", "passed"]] * 4
