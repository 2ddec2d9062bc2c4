"""A session: one submission or many, the result that comes of it, and what stops it before it begins."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import msgspec
import nngrade
import numpy as np
import pytest
from nngrade import grading
from nngrade.api import DataSource
from nngrade.course.load import course_sha256
from nngrade.errors import NngradeError, SetupError
from nngrade.grading import environment, grade, grade_many
from nngrade.reports.feedback import view
from nngrade.reports.json_report import dump
from nngrade.sandbox.sandbox import Sandbox
from toy_course import SOLUTION, hand_in, results, statuses, toy

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "schema" / "nngrade-result-v1.json").read_text("utf-8"))
BROKEN = "def double(x):\n    return 'a \\udcff surrogate\\x1b[31m'\n"


def as_json(result, feedback):
    return json.loads(dump(msgspec.to_builtins(view(result, feedback))))


@pytest.fixture
def source(tmp_path):
    return DataSource(None, tmp_path / "cache", embedded=True)


def test_one_submission(tmp_path, source):
    course = toy(tmp_path / "course")
    [target] = hand_in(course, SOLUTION)
    result = grade(course, course.exercises, target, seed=7, source=source)
    assert (result.status, result.score, result.max_score) == ("passed", 100.0, 100.0)
    assert result.submission.path == str(target)
    assert result.submission.sha256 == hashlib.sha256(SOLUTION.encode()).hexdigest()
    assert (result.course.name, result.course.sha256) == ("toy", course_sha256(course))
    assert result.environment.seed == 7
    assert result.environment.nngrade == nngrade.__version__
    assert result.environment.numpy == np.__version__
    assert result.environment.isolation.endswith("rlimits")
    jsonschema.validate(as_json(result, "student"), SCHEMA)


def test_the_reference_through_the_same_sandbox(tmp_path, source):
    course = toy(tmp_path / "course")
    result = grade(course, course.exercises, Path("anything"), solution=True, source=source)
    assert (result.status, result.submission.path) == ("passed", "solution")


def test_several_exercises_have_one_sum_of_all_files(tmp_path, source):
    toy(tmp_path / "course", exercise="02_more")
    course = toy(tmp_path / "course")
    workspace = tmp_path / "work"
    for one in ("01_toy", "02_more"):
        (workspace / one).mkdir(parents=True)
        (workspace / one / "toy.py").write_text(SOLUTION)
    (workspace / "02_more" / "helper.py").write_text("x = 1\n")
    result = grade(course, course.exercises, workspace, source=source)
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in (SOLUTION, SOLUTION, "x = 1\n")]
    names = ["01_toy/toy.py", "02_more/toy.py", "02_more/helper.py"]
    lines = sorted(f"{digest}  {name}\n" for digest, name in zip(digests, names, strict=True))
    assert result.submission.sha256 == hashlib.sha256("".join(lines).encode()).hexdigest()
    assert (result.score, result.max_score) == (200, 200)
    assert [exercise.id for exercise in result.exercises] == ["01_toy", "02_more"]


def test_a_class_in_one_session_and_nothing_leaks_from_one_to_the_next(tmp_path):
    course = toy(tmp_path, limits={"import_seconds": 0.3})
    spoil = "import numpy as np, os\nnp.median = None\nopen('left', 'w').close()\nos.environ['LEFT'] = '1'\n" + SOLUTION
    look = "import os\nassert 'LEFT' not in os.environ and not os.path.exists('left')\n" + SOLUTION
    sources = [spoil, look, "while True: pass", SOLUTION, BROKEN, "import os; os._exit(0)", SOLUTION]
    graded = results(course, hand_in(course, *sources))
    assert [result.status for result in graded] == [
        "passed",
        "passed",
        "failed",
        "passed",
        "failed",
        "failed",
        "passed",
    ]
    assert len({result.course.sha256 for result in graded}) == 1


def test_any_result_is_valid_json(tmp_path):
    course = toy(tmp_path, more={"test_pair": {"visibility": "hidden"}})
    noisy = "print('\\x1b[31m \\udcff \\x00')\n" + SOLUTION.replace("2 *", "3 *").replace("def double", "def doubel")
    for result in results(course, hand_in(course, noisy, SOLUTION, "x = ")):
        for feedback in ("student", "staff"):
            jsonschema.validate(as_json(result, feedback), SCHEMA)
        assert "test_pair" not in str(view(result, "student"))


def test_the_seed_decides_what_is_drawn(tmp_path):
    course = toy(
        tmp_path, "def test_a(same, rng):\n    x = rng.normal(size=2)\n    same(lambda impl: impl.double(x))\n"
    )
    targets = hand_in(course, "def double(x):\n    print(x)\n    return 0\n")
    printed = [results(course, targets, seed=seed)[0].exercises[0].checks[0].output for seed in (0, 0, 1, 2**63 - 1)]
    assert printed[0] == printed[1]
    assert len(set(printed)) == 3


def test_nothing_to_grade_is_infra(tmp_path, source):
    course = toy(tmp_path)
    done = []
    grade_many(course, [], [("none", [])], done.append, source=source)
    assert done[0].status == "infra"


def test_a_target_that_is_none_stops_before_anything_starts(tmp_path, source, monkeypatch):
    monkeypatch.setattr(grading, "open_session", None)
    course = toy(tmp_path)
    with pytest.raises(NngradeError, match="does not exist"):
        grade(course, course.exercises, tmp_path / "nothing", source=source)


def test_strict_isolation_is_the_kernels_or_no_grade(tmp_path, source):
    course = toy(tmp_path)
    targets = hand_in(course, SOLUTION)
    [auto] = results(course, targets)
    if all(layer in auto.environment.isolation for layer in grading.KERNEL_LAYERS):
        [strict] = results(course, targets, isolation="strict")
        assert strict.status == "passed"
    else:
        with pytest.raises(SetupError, match="isolation strict"):
            results(course, targets, isolation="strict")


def test_strict_isolation_names_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(grading, "KERNEL_LAYERS", ("landlock", "a thing"))
    course = toy(tmp_path)
    with pytest.raises(
        SetupError, match=r"--isolation strict: this machine does not give .*a thing.*nngrade doctor"
    ) as caught:
        results(course, hand_in(course, SOLUTION), isolation="strict")
    assert caught.value.exit_code == 3


def test_python_without_assertions_grades_nothing(tmp_path):
    course = toy(tmp_path)
    program = (
        "import sys\nfrom pathlib import Path\nsys.path.insert(0, sys.argv[2])\n"
        "from toy_course import load_course, results\nfrom nngrade.errors import SetupError\n"
        "try:\n    results(load_course(Path(sys.argv[1])), [])\nexcept SetupError as error:\n    print(error.message)\n"
    )
    command = [sys.executable, "-O", "-c", program, str(course.path), str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == (
        "Python runs without assertions (-O or PYTHONOPTIMIZE), and checks assert: run it without.\n"
    )


def test_the_course_is_the_same_whatever_was_graded(tmp_path):
    course = toy(tmp_path / "course")
    before = course_sha256(course)
    results(course, hand_in(course, SOLUTION, "x ="))
    assert course_sha256(course) == before
    assert not list((tmp_path / "course" / "exercises").rglob("*.pyc"))


def test_the_environment_is_this_one():
    with Sandbox() as sandbox:
        said = environment(sandbox, 3)
        assert said.isolation == sandbox.isolation
    assert said.python == ".".join(map(str, sys.version_info[:3]))
    assert said.platform.startswith(sys.platform)


def test_statuses_helper_reads_the_manifests_order(tmp_path):
    course = toy(tmp_path)
    assert statuses(results(course, hand_in(course, SOLUTION))[0].exercises[0]) == ["passed", "passed"]
