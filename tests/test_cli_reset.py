"""`nngrade reset`: the stub again, and nothing lost."""

from __future__ import annotations

import re

import pytest


@pytest.fixture
def nets(nngrade, small_course, tmp_path):
    nngrade("init", "nets", "--course", small_course.root, cwd=tmp_path)
    return tmp_path / "nets"


def test_the_file_is_kept_under_a_dated_name(nngrade, small_course, nets):
    module = nets / "01_double" / "double.py"
    stub = module.read_bytes()
    module.write_text("mine")
    module.chmod(0o600)
    done = nngrade("reset", "1", "--course", small_course.root, cwd=nets / "02_half")
    assert (done.code, done.err) == (0, "")
    kept = re.search(r"Your file is 01_double/(double\.\d{4}-\d\d-\d\d\.py)\.", done.out)
    assert kept is not None
    assert (module.parent / kept.group(1)).read_text() == "mine"
    assert (module.parent / kept.group(1)).stat().st_mode & 0o777 == module.stat().st_mode & 0o777
    assert module.read_bytes() == stub


def test_scores_and_hints_start_anew(nngrade, small_course, nets):
    (nets / ".nngrade").mkdir()
    state = nets / ".nngrade" / "state.json"
    state.write_text(
        '{"schema": "nngrade/state/v1", "exercises": {"01_double": {"score": 10}, "02_half": {"score": 5}}}'
    )
    assert nngrade("reset", "double", "--course", small_course.root, cwd=nets).code == 0
    assert "01_double" not in state.read_text()
    assert "02_half" in state.read_text()


def test_without_a_workspace(nngrade, small_course):
    done = nngrade("reset", "1", "--course", small_course.root)
    assert (done.code, done.out) == (2, "")
    assert "nngrade init DIR" in done.err


def test_a_workspace_for_a_course_that_is_not_installed(nngrade, nets):
    done = nngrade("reset", "1", cwd=nets)
    assert done.code == 3
    assert "'small', which is not installed here: give its folder with --course PATH" in done.err
