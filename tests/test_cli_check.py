"""`nngrade check` as a user runs it: which file is graded, what is written where, and each exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

import jsonschema
import pytest
from nngrade.grading import grade
from toy_course import CHECKS, SOLUTION, clean_environment, in_process, in_terminal, workspace

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "schema" / "nngrade-result-v1.json").read_text("utf-8"))
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
WRONG = SOLUTION.replace("2 *", "3 *")


@pytest.fixture
def place(tmp_path):
    return workspace(tmp_path)


@pytest.fixture
def check(place, monkeypatch, capfd):
    """Run `nngrade check …` in this process."""
    call = in_process(monkeypatch, capfd, place.parent / "course", place)
    return lambda *arguments, **more: call("check", *arguments, **more)


@pytest.fixture
def check_alone(nngrade, place):
    """Run the command line in a process of its own."""

    def run(*arguments, cwd=place, env=None):
        return nngrade(
            "check", *arguments, cwd=cwd, env={"NNGRADE_COURSE": str(place.parent / "course"), **(env or {})}
        )

    return run


def test_all_right_is_0_and_leads_on(check_alone):
    done = check_alone("1")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("01_toy · A toy")
    assert "100/100   all passed. Next: nngrade show 2" in done.out


def test_something_wrong_is_1_and_says_what(check, place):
    (place / "01_toy" / "toy.py").write_text(WRONG)
    done = check("toy")
    assert (done.code, done.err) == (1, "")
    assert "`double(x)` is 3/2 of what" in done.out or "`double(x)` is 1.5 times what it should be" in done.out
    assert "toy.py:4" in done.out
    assert "nngrade check 1" in done.out


@pytest.mark.parametrize("name", ["1", "01", "toy", "01_toy", "TOY", "01_toy/"])
def test_short_names(check, name):
    assert check(name, "--solution").out.startswith("01_toy")


def test_the_exercise_of_the_folder_we_are_in(check, place):
    assert check(cwd=place / "01_toy").code == 0
    assert check(cwd=place / "02_more").code == 1
    nowhere = check()
    assert nowhere.code == 2
    assert nowhere.err == "nngrade: which exercise? Name one (3, 03 or backprop is enough): 01_toy, 02_more.\n"


def test_what_is_gone_when_it_was_graded_has_its_grade(check, place, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    (other / "toy.py").write_text(WRONG)

    def graded(*arguments, **more):
        result = grade(*arguments, **more)
        shutil.rmtree(other)
        return result

    monkeypatch.setattr("nngrade.grading.grade", graded)
    done = check("1", other)
    assert (done.code, done.err) == (1, "")
    assert "toy.py:4" in done.out


def test_any_path_may_be_given(check, place, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "smith.py").write_text(SOLUTION)
    for path in (other / "smith.py", "../other/smith.py", place, place / "01_toy", place / "01_toy" / "toy.py", "."):
        assert check("1", path).code == 0
    assert check("1", other).code == 1
    assert check("1", other, cwd=tmp_path).out.splitlines()[3].strip().startswith("other/toy.py is not there")


ODD = (f"course{'.a' * 4000} = 1", f"course = 0x{'f' * 9000}", f"version = 0x{'f' * 9000}")  # of which nothing is shown


@pytest.mark.parametrize("content", ODD)
def test_what_a_workspace_says_is_text(nngrade, place, content):
    (place / "nngrade.toml").write_text(content)
    done = nngrade("check", "1", ".", cwd=place)
    assert done.code == 3 and f"{content.partition('.')[0].partition(' ')[0]} is no text" in done.err


@pytest.mark.parametrize("content", ["course = ", "course = 'nope'", "a = " + "[" * 5000, *ODD])
def test_a_submission_that_is_a_damaged_workspace_is_graded_where_the_course_is_named(check, place, content):
    (place / "nngrade.toml").write_text(content)
    assert check("1", ".").code == 0


def test_a_file_is_called_by_its_own_name(check, tmp_path):
    file = tmp_path / "smith.py"
    file.write_text(WRONG)
    assert "smith.py:4" in check("1", file).out
    file.write_text("def double(x:\n    return x\n")
    assert "'(' was never closed (smith.py, line 1)" in " ".join(check("1", file).out.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["9"], "there is no exercise '9'"),
        (["toyy"], "did you mean 01_toy?"),
        (["1", "nothing.py"], "nothing.py does not exist; give a file, a folder with toy.py, or a workspace."),
        (["1", "/dev/null"], "/dev/null is no file, folder or workspace"),
        (["1", "x", "y"], "unexpected extra argument"),
        (["1", "--format", "jsn"], "json"),
        (["1", "--option", "x=1"], "has no option"),
        (["1", "--option", "x"], "is no KEY=VALUE"),
        (["1", "--format", "json", "--option", "x=1"], "--format json has no options"),
        (["1", "--seed", "-1"], "--seed"),
        (["1", "--isolation", "none"], "'auto', 'strict'"),
        (["1", "--feedback", "all"], "'student', 'staff'"),
        (["1", "--data", "all"], "embedded"),
        (["1", "--course", "nothing/here"], "there is no course.yaml in it"),
        (["1", "--output", "no/such/folder/x.txt"], "cannot be written"),
        (["1", "--nothing"], "--nothing"),
    ],
)
def test_a_wrong_call_is_2_and_one_sentence(check, arguments, words):
    done = check(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert words in done.err
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) <= 2


def test_outside_of_any_workspace(check, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    done = check("1", cwd=empty)
    assert (done.code, done.out) == (2, "")
    assert "is in no workspace" in done.err and "nngrade init DIR" in done.err
    assert check("1", "--solution", cwd=empty).code == 0


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("exercises/01_toy/checks.py", "def test_double(:", "checks.py could not be read: SyntaxError"),
        (
            "exercises/01_toy/checks.py",
            CHECKS + "def test_more(same):\n    pass\n",
            "test_more is written, but not listed",
        ),
        ("exercises/01_toy/checks.py", CHECKS.replace("def test_pair", "def pair"), "test_pair is listed"),
        ("exercises/01_toy/exercise.yaml", "id: [", "exercise.yaml"),
        ("solutions/01_toy/toy.py", "1 / 0", "solutions/01_toy/toy.py cannot be imported: ZeroDivisionError"),
        ("course.yaml", "exercises: 3", "course.yaml"),
    ],
)
def test_a_broken_course_is_3_and_named(check, place, file, text, words):
    (place.parent / "course" / file).write_text(text)
    done = check("1")
    assert (done.code, done.out) == (3, "")
    assert words in done.err
    assert len(done.err.splitlines()) == 1


def test_a_check_at_fault_is_3_and_reported(check, place):
    (place.parent / "course/exercises/01_toy/checks.py").write_text(CHECKS + "    1 / 0\n")
    done = check("1", "--format", "json")
    assert (done.code, done.err) == (3, "")
    result = json.loads(done.out)
    assert result["status"] == "infra"
    assert [one["status"] for one in result["exercises"][0]["checks"]] == ["passed", "infra"]
    state = json.loads((place / ".nngrade" / "state.json").read_text())
    assert state["exercises"] == {}  # what is infra is no grade


def test_json_is_all_that_is_written_and_is_valid(check_alone, place):
    loud = "import sys, os\nprint('{loud}')\nos.write(1, b'raw')\nprint('err', file=sys.stderr)\n" + WRONG
    (place / "01_toy" / "toy.py").write_text(loud)
    done = check_alone("1", "--format", "json")
    assert (done.code, done.err) == (1, "")
    result = json.loads(done.out)
    jsonschema.validate(result, SCHEMA)
    assert result["exercises"][0]["checks"][0]["output"].count("{loud}") == 1
    assert result["submission"]["path"] in (".", str(place))


def test_output_is_written_whole_and_standard_output_is_empty(check, place, tmp_path):
    target = tmp_path / "report.json"
    target.write_text("old")
    done = check("1", "--format", "json", "--output", target)
    assert (done.code, done.out, done.err) == (0, "", "")
    jsonschema.validate(json.loads(target.read_text("utf-8")), SCHEMA)
    assert [path.name for path in tmp_path.glob("report*")] == ["report.json"]
    assert json.loads(check("1", "--format", "json", "--output", "-").out)["score"] == 100


def test_what_the_staff_and_what_a_student_sees(check, place):
    (place / "01_toy" / "toy.py").write_text(
        "def double(x):\n    return 12345.5\n" + SOLUTION.partition("\n\n\n")[2][0:0]
    )
    checks = place.parent / "course/exercises/01_toy/checks.py"
    checks.write_text(CHECKS.replace("x = rng.normal(size=4)", "x = 4321.25"))
    student, staff = (check("1", "--feedback", who) for who in ("student", "staff"))
    assert "12345.5" in student.out and "12345.5" in staff.out
    assert "8642.5" not in student.out
    assert "expected 8642.5" in staff.out


def test_a_seed_draws_other_arguments(check, place):
    (place / "01_toy" / "toy.py").write_text("def double(x):\n    print(x)\n    return x\n")
    drawn = [json.loads(check("1", "--format", "json", *seed).out) for seed in ([], ["--seed", 0], ["--seed", 1])]
    outputs = [result["exercises"][0]["checks"][0]["output"] for result in drawn]
    assert outputs[0] == outputs[1] != outputs[2]
    assert [result["environment"]["seed"] for result in drawn] == [0, 0, 1]


def test_the_solution_is_graded_and_nothing_is_remembered(check, place):
    assert json.loads(check("2", "--solution", "--format", "json").out)["submission"]["path"] == "solution"
    assert not (place / ".nngrade").exists()


def test_scores_are_remembered(check, place):
    check("1")
    state = json.loads((place / ".nngrade" / "state.json").read_text())
    assert state["exercises"]["01_toy"]["score"] == 100
    assert list(state["exercises"]) == ["01_toy"]


@pytest.mark.skipif(ROOT, reason="root may write everywhere")
def test_a_read_only_workspace_is_graded_as_any_other(check, place):
    place.chmod(0o500)
    try:
        done = check("1")
    finally:
        place.chmod(0o700)
    assert done.code == 0
    assert "100/100" in done.out
    assert done.err.startswith("nngrade: nothing was remembered")


def test_where_nothing_can_be_remembered(check, place):
    (place / ".nngrade").write_text("a file")
    done = check("1")
    assert done.code == 0
    assert "100/100" in done.out
    assert all(line.startswith("nngrade: ") for line in done.err.splitlines())
    assert "nothing was remembered" in done.err
    assert (place / ".nngrade").read_text() == "a file"


def test_strict_isolation(check):
    done = check("1", "--isolation", "strict")
    if done.code == 0:
        assert "landlock" in done.out and "seccomp" in done.out
    else:
        assert (done.code, done.out) == (3, "")
        assert "nngrade doctor" in done.err


def test_files_in_and_around_the_submission_change_nothing(check_alone, place, tmp_path):
    expected = check_alone("1").out
    trap = "raise RuntimeError('imported')\nimport os; os._exit(0)\n"
    for folder in (place / "01_toy", place, tmp_path):
        (folder / "conftest.py").write_text(trap)
        (folder / "sitecustomize.py").write_text(trap)
        (folder / "numpy.py").write_text(trap)
        (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only -p nothing\n")
        (folder / "setup.cfg").write_text("[tool:pytest]\naddopts = --nothing\n")
        (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--nothing'\n")
    env = {
        "PYTEST_ADDOPTS": "--collect-only -k nothing",
        "PYTEST_PLUGINS": "nothing",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "",
    }
    for cwd in (place, place / "01_toy", tmp_path):
        done = check_alone("1", place, cwd=cwd, env=env)
        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines()[1:] == expected.splitlines()[1:]


def test_python_without_assertions_is_3(check_alone):
    done = check_alone("1", env={"PYTHONOPTIMIZE": "1"})
    assert (done.code, done.out) == (3, "")
    assert "PYTHONOPTIMIZE" in done.err


def test_no_escape_codes_in_a_pipe(check_alone, place):
    (place / "01_toy" / "toy.py").write_text("print('\\x1b[31mred')\n" + WRONG)
    for env in ({"FORCE_COLOR": "1"}, {"TERM": "xterm-256color", "COLORTERM": "truecolor"}):
        assert "\x1b" not in check_alone("1", env=env).out


def test_colours_are_for_a_terminal_that_wants_them(place):
    (place / "01_toy" / "toy.py").write_text("print('\\x1b[5mblink')\n" + WRONG)
    command = [sys.executable, "-m", "nngrade", "check", "1"]
    code, err, coloured = in_terminal(command, place, clean_environment(place), "stdout")
    assert (code, err) == (1, "")
    assert "\x1b[" in coloured
    assert "\x1b[5m" not in coloured
    _, _, plain = in_terminal(command, place, clean_environment(place, NO_COLOR="1"), "stdout")
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert all(len(line) <= 80 for line in plain.splitlines())


def test_a_path_that_leads_round_in_a_circle_has_its_report(check, place):
    """It is a link, and no reason for a fault of ours after the grading."""
    module = place / "01_toy" / "toy.py"
    module.unlink()
    module.symlink_to("toy.py")
    done = check("1", module)
    assert (done.code, done.err) == (1, "")
    assert "is a link; hand in the file itself" in " ".join(done.out.split())


def test_a_report_goes_into_a_pipe_by_its_name(check_alone):
    done = check_alone("1", "--format", "json", "--output", "/dev/stdout")
    assert (done.code, json.loads(done.out)["status"]) == (0, "passed"), done.err
