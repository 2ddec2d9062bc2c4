"""Thresholds in a real session: bands and what depends on them, limits, labels that stay here, faults of plugins."""

from __future__ import annotations

from toy_course import SOLUTION, grade, statuses, toy

PEOPLE = {
    "name": "people",
    "title": "Emily and Frank",
    "points": 50,
    "targets": ["double"],
    "hints": ["first", "second", "third"],
    "dataset": "weight_height",
    "metric": "accuracy",
    "split": {"given": True},
    "runs": [{"split": 0, "seed": 0}, {"split": 0, "seed": 1}],
    "steps": [],
    "predict": {"call": "guess", "args": ["$X_test"]},
    "bands": [{"reach": 0.5, "points": 25}, {"reach": 1.0, "points": 50}],
    "seconds": 1,
}
AFTER = """
def test_a(same):
    same(lambda impl: impl.double(1.0))
"""


def test_a_threshold_in_a_session(tmp_path):
    last = {**PEOPLE, "name": "again", "points": 25, "bands": [{"reach": 0.5, "points": 25}], "depends": ["people"]}
    course = toy(tmp_path, AFTER, thresholds=[PEOPLE, last])
    guess = "print('guessing')\ndef guess(X): return "
    right, half, none, raising, slow, missing, odd = grade(
        course,
        SOLUTION + guess + "(X[:, 0] < 0).astype(int)\n",
        SOLUTION + guess + "[1, 1]\n",
        SOLUTION + guess + "[0, 1]\n",
        SOLUTION + guess + "1 / 0\n",
        SOLUTION + "def guess(X):\n    while True: pass\n",
        SOLUTION,
        SOLUTION + guess + "'MF'\n",
    )
    assert statuses(right) == ["passed"] * 3
    assert right.checks[1].output == "guessing\n" * 2
    assert right.datasets == {"weight_height": "weight_height"}
    # a band below the top is failed with its points, and what depends on it runs
    assert [(check.status, check.score) for check in half.checks] == [("passed", 25), ("failed", 25), ("passed", 25)]
    assert half.checks[1].message == (
        "The accuracy on the test rows is 0.5000 (median of 0.5000, 0.5000); at least 1 gives 50 points."
    )
    assert half.checks[1].hint == "first"
    assert [(check.status, check.score) for check in none.checks] == [("passed", 25), ("failed", 0), ("skipped", 0)]
    assert statuses(raising) == ["passed", "error", "skipped"]
    assert "`guess` raised ZeroDivisionError" in raising.checks[1].message
    assert statuses(slow) == ["passed", "timeout", "skipped"]
    assert "no answer after 1 s" in slow.checks[1].message
    assert statuses(missing) == ["passed", "error", "skipped"]
    assert "`guess` is missing" in missing.checks[1].message
    assert statuses(odd) == ["passed", "failed", "skipped"]
    assert missing.datasets == {"weight_height": "weight_height"}


def test_a_low_accuracy_may_come_from_what_failed_before(tmp_path):
    course = toy(tmp_path, AFTER, thresholds=[PEOPLE])
    guess = "\ndef guess(X): return [1, 1]\n"
    alone, both = grade(course, SOLUTION + guess, SOLUTION.replace("2 *", "3 *") + guess)
    assert statuses(alone) == ["passed", "failed"]
    assert alone.checks[1].message.endswith(" gives 50 points.")
    assert statuses(both) == ["failed", "failed"]
    assert both.checks[1].message == alone.checks[1].message + " Repair the failed checks first."


def test_the_learner_never_has_the_test_labels(tmp_path):
    spy = """
import gc, numpy as np
def guess(X):
    held = [a for a in gc.get_objects() if isinstance(a, np.ndarray)]
    print([a.tolist() for a in held if a.shape[:1] == (2,)])
    return [0, 1]
"""
    [graded] = grade(toy(tmp_path, AFTER, thresholds=[PEOPLE]), SOLUTION + spy)
    assert "[1, 0]" not in graded.checks[1].output
    assert graded.checks[1].score == 0


def test_trainings_share_their_seconds(tmp_path):
    several = {**PEOPLE, "runs": [{"split": 0, "seed": seed} for seed in range(6)], "seconds": 0.8}
    slow = """
import time
def guess(X):
    end = time.process_time() + 0.3
    while time.process_time() < end: pass
    return [1, 0]
"""
    [graded] = grade(toy(tmp_path, AFTER, thresholds=[several]), SOLUTION + slow)
    assert statuses(graded) == ["passed", "timeout"]
    assert graded.checks[1].message == "6 trainings took more than 0.8 s together."


def test_they_share_the_time_of_waiting_too(tmp_path):
    several = {**PEOPLE, "runs": [{"split": 0, "seed": seed} for seed in range(6)], "seconds": 0.4}
    slow = "import time\ndef guess(X): time.sleep(1.5); return [1, 0]\n"
    [graded] = grade(toy(tmp_path, AFTER, thresholds=[several]), SOLUTION + slow)
    assert statuses(graded) == ["passed", "timeout"]
    assert graded.checks[1].message == "6 trainings took more than 0.4 s together."


def test_a_broken_metric_or_data_set_is_infra(tmp_path):
    course = toy(tmp_path / "one", AFTER, thresholds=[{**PEOPLE, "dataset": "no_such_data"}])
    [graded] = grade(course, SOLUTION)
    assert graded.status == "infra"
    assert "no_such_data" in graded.checks[1].message
    course = toy(tmp_path / "two", AFTER, thresholds=[{**PEOPLE, "metric": "no_such_metric"}])
    [graded] = grade(course, SOLUTION + "def guess(X): return [1, 0]")
    assert graded.status == "infra"
    assert "no_such_metric" in graded.checks[1].message
    assert graded.checks[0].status == "passed"
