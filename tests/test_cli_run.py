"""`nngrade run` as a user runs it: every exercise in one result."""

from __future__ import annotations

import json

import pytest
from toy_course import SOLUTION, STUB, in_process, toy

WRONG = SOLUTION.replace("3, x", "4, x")


@pytest.fixture
def place(tmp_path):
    """A course of three exercises; a workspace with a right, a wrong and an untouched answer."""
    for name in ("01_toy", "02_more", "03_most"):
        toy(tmp_path / "course", exercise=name)
    workspace = tmp_path / "work"
    for name, source in (("01_toy", SOLUTION), ("02_more", WRONG), ("03_most", STUB)):
        (workspace / name).mkdir(parents=True)
        (workspace / name / "toy.py").write_text(source)
    (workspace / "nngrade.toml").write_text('course = "toy"\nversion = "1"\n')
    return workspace


@pytest.fixture
def run(place, monkeypatch, capfd):
    """Run `nngrade run …` in this process."""
    call = in_process(monkeypatch, capfd, place.parent / "course", place)
    return lambda *arguments, **more: call("run", *arguments, **more)


def test_the_solution_has_full_marks(run, tmp_path):
    done = run("--solution", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Toys")
    assert "300/300" in done.out.splitlines()[-1]
    assert "01_toy: 2 of 2 checks passed" in done.out


def test_a_workspace_has_one_result_of_all_exercises(run, place):
    done = run("--format", "json")
    assert (done.code, done.err) == (1, "")
    result = json.loads(done.out)
    assert [exercise["id"] for exercise in result["exercises"]] == ["01_toy", "02_more", "03_most"]
    assert [exercise["score"] for exercise in result["exercises"]] == [100, 33, 0]
    assert (result["score"], result["max_score"], result["status"]) == (133, 300, "failed")
    state = json.loads((place / ".nngrade" / "state.json").read_text())
    assert {name: one["score"] for name, one in state["exercises"].items()} == {
        "01_toy": 100,
        "02_more": 33,
        "03_most": 0,
    }


def test_the_report_says_where_to_go_on(run):
    done = run()
    assert done.code == 1
    assert done.out.splitlines()[-1].split() == "133/300 repair double in 02_more first, then: nngrade check 2".split()
    assert "FAIL" in done.out and "toy.py is not written yet: start with `double`" in done.out


def test_a_workspace_may_be_named_and_missing_files_are_submissions(run, place, tmp_path):
    (place / "02_more" / "toy.py").unlink()
    result = json.loads(run(place, "--format", "json", cwd=tmp_path).out)
    assert [exercise["score"] for exercise in result["exercises"]] == [100, 0, 0]
    assert "02_more/toy.py is not there" in result["exercises"][1]["notes"][0]


def test_one_exercise_at_fault_makes_all_of_it_infra(run, place):
    checks = place.parent / "course/exercises/01_toy/checks.py"
    checks.write_text(checks.read_text() + "    return 1\n")
    done = run("--format", "json")
    assert done.code == 3
    result = json.loads(done.out)
    assert result["status"] == "infra"
    assert [exercise["status"] for exercise in result["exercises"]] == ["infra", "failed", "failed"]
    state = json.loads((place / ".nngrade" / "state.json").read_text())
    assert set(state["exercises"]) == {"02_more", "03_most"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "nothing does not exist"),
        (["1", "2"], "unexpected extra argument"),
        (["--format", "gradescop"], "gradescope"),
        (["--seed", "x"], "'x' is not a valid integer"),
    ],
)
def test_a_wrong_call_is_2(run, arguments, words):
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_outside_of_any_workspace(run, tmp_path):
    done = run(cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "nngrade init DIR" in done.err
