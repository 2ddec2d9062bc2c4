"""`nngrade audit` as an author runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from sandbox_helpers import belonging, eventually
from toy_course import CHECKS, MISTAKES, SOLUTION, STUB, TARGETS, clean_environment, in_process, toy

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "schema" / "nngrade-audit-v1.json").read_text("utf-8"))
VARIANTS = {"adds.py": SOLUTION.replace("2 * np.asarray(x)", "np.asarray(x) + x")}


@pytest.fixture
def audit(tmp_path, monkeypatch, capfd):
    """Run `nngrade audit …` in this process."""
    call = in_process(monkeypatch, capfd, tmp_path / "course", tmp_path)
    return lambda *arguments: call("audit", "--jobs", 1, *arguments)


def test_all_well_is_0(audit, tmp_path):
    toy(tmp_path / "course")
    done = audit()
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("7 questions, all well.\n")
    assert "  ok  solution, 2 seeds: full marks\n" in done.out
    assert "known mistakes" not in done.out


def test_symptoms_are_written_first(audit, tmp_path):
    course = toy(tmp_path / "course", mistakes=MISTAKES, more=TARGETS)
    assert "symptoms.json" not in audit().out
    done = audit("--symptoms")
    assert (done.code, done.err) == (0, "")
    assert "  ok  symptoms.json is up to date\n" in done.out
    course.checks(course.exercises[0]).write_text(CHECKS.replace("(same, rng)", "(rng, same)"))
    done = audit()
    assert done.code == 3
    assert "  NO  symptoms.json is up to date\n" in done.out
    assert audit("--symptoms").code == 0


def test_the_figures_of_a_bank_and_of_variants(audit, tmp_path):
    toy(tmp_path / "course", mistakes=MISTAKES, variants=VARIANTS, more=TARGETS)
    done = audit("--seed", 7, "--seeds", 1, "--forms")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[-5:] == [
        "4 known mistakes, graded 5 times: 100 % caught, 100 % in the",
        "right function, 100 % named rightly, 0 named wrongly.",
        "1 accepted variant, graded once: always full marks.",
        "",
        "10 questions, all well.",
    ]
    assert "  ok  1 variant, 1 seed: full marks" in lines


def test_a_problem_is_3_and_named(audit, tmp_path):
    toy(tmp_path / "course", stub=STUB.replace("    raise NotImplementedError", "    return 2 * x", 1))
    done = audit("--seed", 7)
    assert (done.code, done.err) == (3, "")
    assert "  NO  stub, 1 seed: 0 points\n      stub with a comment (seed 7): test_double gives 33\n" in done.out
    assert done.out.endswith("7 questions, 1 with a problem.\n")


def test_shares_of_what_is_not_all_right(audit, tmp_path):
    mistakes = MISTAKES.replace("multiply(2", "multiply(6 / 2")
    variants = {**VARIANTS, "wrong.py": SOLUTION.replace("2 *", "3 *")}
    toy(tmp_path / "course", mistakes=mistakes, variants=variants, more=TARGETS)
    done = audit("--seeds", 1, "--forms")
    assert done.code == 3
    assert "row-doubled (seed 0): keeps full marks" in done.out
    assert "4 known mistakes, graded 5 times: 80 % caught, 80 % in the" in done.out
    assert "2 accepted variants, graded 2 times: 1 times full marks." in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_one_exercise_alone(audit, tmp_path):
    toy(tmp_path / "course")
    toy(tmp_path / "course", CHECKS + "def (", tests=("test_double", "test_pair"), exercise="02_broken")
    assert audit("1").code == 0
    done = audit("broken")
    assert done.code == 3
    assert "checks.py:9" in "".join(done.out.split())
    assert "01_toy" not in done.out


def test_json(audit, tmp_path):
    toy(tmp_path / "course", mistakes="1 / 0", variants={"caf\udce9.py": SOLUTION.replace("2 *", "3 *")})
    target = tmp_path / "audit.json"
    done = audit("--format", "json", "--seeds", 1, "--output", target)
    assert (done.code, done.out, done.err) == (3, "", "")
    document = json.loads(target.read_text("utf-8"))
    jsonschema.validate(document, SCHEMA)
    assert (document["schema"], document["status"], document["seeds"]) == ("nngrade/audit/v1", "failed", [0])
    wrong = {one["question"]: one["problem"] for one in document["findings"] if one["problem"]}
    assert list(wrong) == ["the bank of mistakes can be read", "1 variant, 1 seed: full marks"]
    assert wrong["1 variant, 1 seed: full marks"].startswith("caf\\udce9.py (seed 0): test_double: failed")
    assert document["figures"]["variant_gradings"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["3"], 2, "there is no exercise '3'"),
        (["--course", "nothing/here"], 2, "there is no course.yaml in it"),
        (["--format", "junit"], 2, "--format"),
        (["--seeds", "0"], 2, "--seeds"),
        (["--jobs", "0"], 2, "--jobs"),
        (["--jobs", "many"], 2, "--jobs"),
        (["--output", "no/such/folder/audit.txt", "--seeds", "1"], 2, "cannot be written"),
    ],
)
def test_a_wrong_call(audit, tmp_path, arguments, code, words):
    toy(tmp_path / "course")
    done = audit(*arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_a_course_that_cannot_be_read_is_3(audit, tmp_path):
    toy(tmp_path / "course")
    (tmp_path / "course/exercises/01_toy/exercise.yaml").write_text("id: 01_toy\n")
    done = audit()
    assert (done.code, done.out) == (3, "")
    assert "exercise.yaml" in done.err
    assert len(done.err.splitlines()) == 1


def test_the_largest_seed(audit, tmp_path):
    toy(tmp_path / "course")
    assert audit("--seed", 2**63 - 1, "--seeds", 2).code == 0


# In processes.

SLOW = "import time\n" + SOLUTION + "def double(x):\n    time.sleep(60)\n"


def test_several_processes_from_the_command_line(tmp_path):
    toy(tmp_path / "course")
    done = subprocess.run(
        [sys.executable, "-m", "nngrade", "audit", "--jobs", "2", "--seeds", "5"],
        cwd=tmp_path,
        env=clean_environment(tmp_path / "work"),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "  ok  solution, 5 seeds: full marks\n" in done.stdout
    assert list((tmp_path / "temporary").iterdir()) == []


def scratches(temporary):
    """Count the workers' folders, while others come and go."""
    return sum(name.startswith("scratch-") for _, folders, _ in os.walk(temporary) for name in folders)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("everyone", [True, False], ids=["to the group", "to the process"])
def test_ctrl_c_leaves_no_process_and_no_file(tmp_path, everyone):
    variants = {f"slow{n}.py": SLOW for n in range(5)}
    toy(tmp_path / "course", variants=variants, limits={"check_seconds": 60})
    temporary = tmp_path / "temporary"
    running = subprocess.Popen(
        [sys.executable, "-m", "nngrade", "audit", "--jobs", "2", "--seeds", "1"],
        cwd=tmp_path,
        env=clean_environment(tmp_path / "work"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert eventually(lambda: scratches(temporary) > 1, 60)  # workers of both are at work
    time.sleep(0.2)  # and all imports are over: CPython drops an interrupt in a callback of its import locks
    (os.killpg if everyone else os.kill)(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.strip()) == (130, b"", b"")
    assert eventually(lambda: not belonging(temporary)), belonging(temporary)
    assert eventually(lambda: not list(temporary.glob("nngrade-*"))), list(temporary.glob("nngrade-*"))
