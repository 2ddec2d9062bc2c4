"""One submission and one exercise: what depends on what, limits after timeouts, the file judged first, determinism."""

from __future__ import annotations

import errno
import json
from typing import NamedTuple

import msgspec
import numpy as np
import pytest
from nngrade.checks import judge
from nngrade.checks.bench import seeds_of
from nngrade.checks.judge import PATIENT_TIMEOUTS, SHORT_SECONDS, overall
from nngrade.sandbox.outcome import NoRoom
from nngrade.sandbox.sandbox import Sandbox
from nngrade.submission import Submission
from toy_course import CHECKS, MISTAKES, SOLUTION, STUB, TARGETS, grade, hand_in, results, statuses, toy

CHAIN = """
def test_a(same, rng):
    x = rng.normal(size=4)
    same(lambda impl: impl.double(x))
def test_b(same, rng):
    x = rng.normal(size=3)
    same(lambda impl: impl.pair(x))
def test_c(same):
    same(lambda impl: impl.double(impl.pair([1.0, 2.0])["sum"]))
def test_d(same):
    same(lambda impl: impl.pair([1.0, 2.0])["rows"])
"""
DEPENDS = {
    "test_a": {"targets": ["double"]},
    "test_b": {"targets": ["pair"]},
    "test_c": {"depends": ["test_a", "test_b"]},
    "test_d": {"depends": ["test_c"], "targets": ["Toy.pair"]},
}


class Case(NamedTuple):
    """A submission and what must come of it: the first check's status, and a piece of its sentence."""

    source: str | bytes
    status: str
    words: str


AT_IMPORT = {
    "raises": Case("raise ValueError('never mind')", "error", "The file cannot be imported: ValueError: never mind"),
    "leaves": Case("import sys; sys.exit(0)", "error", "SystemExit"),
    "dies": Case("import os; os._exit(0)", "error", "exit code 0"),
    "aborts": Case("import os; os.abort()", "error", "SIGABRT"),
    "no Python": Case("def double(x:\n    return 2", "error", "SyntaxError"),
    "NUL": Case(b"x = 1\x00", "error", "null"),
    "no UTF-8": Case(b"x = '\xff'", "error", "utf-8"),
    "UTF-16": Case("x = 1".encode("utf-16"), "error", "cannot be imported"),
    "forbidden": Case("import sklearn", "blocked", "cannot be imported here: use NumPy, the standard library"),
    "hangs": Case("while True: pass", "timeout", "no answer after 0.5 s of computing"),
    "eats": Case("x = bytearray(8 << 30)", "memory", "MemoryError"),
    "empty": Case("", "error", "is empty"),
    "stub": Case(STUB, "error", "toy.py is not written yet: start with `double`"),
    "stub, dressed": Case(STUB.replace("\n", "\r\n\r\n"), "error", "toy.py is not written yet"),
    "nested": Case("x = " + "(" * 5000 + ")" * 5000, "error", "cannot be imported"),
}


@pytest.fixture(scope="module")
def at_import(tmp_path_factory):
    limits = {"import_seconds": 0.5, "check_seconds": 0.5}
    course = toy(tmp_path_factory.mktemp("import"), CHAIN, more=DEPENDS, limits=limits)
    return dict(zip(AT_IMPORT, grade(course, *(case.source for case in AT_IMPORT.values())), strict=True))


@pytest.mark.parametrize("name", AT_IMPORT)
def test_the_file_is_judged_first_and_once(at_import, name):
    graded, case = at_import[name], AT_IMPORT[name]
    assert statuses(graded) == [case.status] * 4
    assert graded.score == 0
    assert graded.max_score == 100
    assert graded.status == "failed"
    first, *others = graded.checks
    assert case.words in first.message
    assert graded.notes == (first.message,)
    assert first.hint == "first"
    assert {(check.message, check.hint, check.output) for check in others} == {(None, None, "")}
    assert [check.id for check in graded.checks] == ["test_a", "test_b", "test_c", "test_d"]


NO_DOUBLE = SOLUTION.replace("2 *", "3 *")


def test_what_depends_on_what_did_not_pass_waits_where_it_is_wrong(tmp_path):
    course = toy(tmp_path, CHAIN, more=DEPENDS)
    neither = NO_DOUBLE.replace('"sum"', '"total"')
    right, one, both = grade(course, SOLUTION, NO_DOUBLE, neither)
    assert statuses(right) == ["passed"] * 4
    assert statuses(one) == ["failed", "passed", "skipped", "passed"]  # the rows are right whatever `double` does
    assert statuses(both) == ["failed", "failed", "skipped", "passed"]
    assert one.checks[2].message == "needs double"
    assert both.checks[2].message == "needs double and pair"
    assert [check.hint for check in both.checks] == ["first", "first", None, None]
    assert (one.score, one.status) == (one.checks[1].max_score + one.checks[3].max_score, "failed")
    assert both.checks[2].output == both.checks[2].detail == ""


def test_what_is_wrong_in_its_own_function_a_check_waits_for(tmp_path):
    both = {"targets": ["double", "Toy.pair"], "depends": ["test_a"]}
    [graded] = grade(toy(tmp_path, CHAIN, more=DEPENDS | {"test_d": both}), NO_DOUBLE)
    assert statuses(graded) == ["failed", "passed", "skipped", "skipped"]
    assert graded.checks[3].message == "needs double"


def test_what_passed_all_the_same_is_no_ground_to_build_on(tmp_path):
    chain = CHAIN + "def test_e(same):\n    same(lambda impl: impl.double(3.0) + impl.pair([1.0])['sum'])\n"
    more = DEPENDS | {"test_d": {"depends": ["test_a"], "targets": ["Toy.pair"]}}
    for targets in (["Toy"], ["double"]):
        more["test_e"] = {"depends": ["test_d"], "targets": targets}
        [graded] = grade(toy(tmp_path / targets[0], chain, more=more), NO_DOUBLE)
        assert statuses(graded)[3:] == ["passed", "skipped"]
        assert graded.checks[4].message == "needs double"


def test_what_is_right_by_luck_waits_whatever_the_seed(tmp_path):
    lucky = "def test_d(same, rng):\n    x = rng.normal(size=3)\n    same(lambda impl: impl.pair(x)['rows'])\n"
    course = toy(tmp_path, CHAIN[: CHAIN.index("def test_d")] + lucky, more=DEPENDS)
    wrong = NO_DOUBLE.replace("np.stack([x,", "np.stack([np.abs(x) if x[0] < LIMIT else x,")
    came = [
        {statuses(graded)[3] for seed in range(6) for graded in grade(course, wrong.replace("LIMIT", limit), seed=seed)}
        for limit in ("-9", "0.4", "9")
    ]
    assert came == [{"passed"}, {"skipped"}, {"skipped"}]


def test_what_is_tried_all_the_same_is_tried_with_the_seed_of_the_command_too(tmp_path):
    """Code that knows what the fixed seeds draw must not gain what waits."""
    drawn = "def test_d(same, rng):\n    x = rng.normal(size=3)\n    same(lambda impl: impl.pair(x)['rows'])\n"
    course = toy(tmp_path, CHAIN[: CHAIN.index("def test_d")] + drawn, more=DEPENDS)
    check = next(item for item in course.exercises[0].items if item.id == "test_d")
    drawn = [np.random.default_rng(seeds_of(seed, course.exercises[0], check)).normal(size=3)[0] for seed in (0, 1, 7)]
    knows = NO_DOUBLE.replace("np.stack([x,", f"np.stack([x if x[0] in {drawn!r} else 0 * x,")
    assert [statuses(*grade(course, knows, seed=seed))[3] for seed in (0, 7, 8)] == ["passed", "passed", "skipped"]


def test_after_a_timeout_nothing_is_tried_that_waits(tmp_path):
    course = toy(tmp_path, CHAIN, more=DEPENDS, limits={"check_seconds": 0.3})
    [graded] = grade(course, SOLUTION.replace("return 2 *", "while True: 2 *"))
    assert statuses(graded) == ["timeout", "passed", "skipped", "skipped"]


def test_a_check_at_fault_is_no_check_that_waits(tmp_path):
    faulty = CHAIN.replace('pair([1.0, 2.0])["rows"])', "nothing)")
    [graded] = grade(toy(tmp_path, faulty, more=DEPENDS), NO_DOUBLE)
    assert statuses(graded) == ["failed", "passed", "skipped", "infra"]


def test_a_right_answer_says_nothing(tmp_path):
    [graded] = grade(toy(tmp_path), "print('loud')\n" + SOLUTION)
    for check in graded.checks:
        assert (check.message, check.hint, check.diagnosis) == (None, None, None)
        assert check.score == check.max_score
        assert check.output == "loud\n"
        assert check.seconds < 10


def test_an_answer_that_earlier_calls_spoil_is_told_as_such(tmp_path):
    checks = """
def test_doubles(same):
    for x in ([1.0, 2.0], [3.0, 5.0]):  # the second one is asked alone while x is what it was
        same(lambda impl: impl.double(x))
    x = None
"""
    kept = SOLUTION.replace("def double", "KEPT = []\n\n\ndef double")
    first, length, raising, always = grade(
        toy(tmp_path, checks),
        kept.replace("return 2 *", "KEPT.append(x)\n    return 2 *").replace("asarray(x)", "asarray(KEPT[0])"),
        kept.replace("return 2 *", "KEPT.extend(x)\n    return 2 *").replace("asarray(x)", "asarray(KEPT)"),
        kept.replace("return 2 *", "KEPT.append(x)\n    assert len(KEPT) == 1, 'twice'\n    return 2 *"),
        SOLUTION.replace("return 2 *", "return (2 if x[0] == 1 else 3) *"),
    )
    told = "As the first call it is right: an earlier call left something behind."
    for graded in (first, length, raising):
        lines = graded.checks[0].message.splitlines()
        assert lines[1] == told and len(lines) <= 3, lines
    assert first.checks[0].message.splitlines()[::2] == [
        "`double(x)` is not right: every entry differs, the first at [0], where it is 2.",
        "Asked with x = [3.0, 5.0].",
    ]
    assert "AssertionError: twice" in raising.checks[0].message
    assert always.checks[0].status == "failed" and told not in always.checks[0].message


def test_a_probe_that_asks_nothing_alone_says_nothing_of_earlier_calls(tmp_path):
    checks = """
def test_doubles(learner, same):
    first = learner.double([1.0])
    def judged(impl):
        impl.double([2.0])
        assert float(first[0]) == 2, "double: the first is wrong"
    same(lambda impl: judged(impl) if impl is learner else None)
"""
    [graded] = grade(toy(tmp_path, checks), SOLUTION.replace("return 2 *", "return 3 *"))
    assert graded.checks[0].message == "double: the first is wrong."


def test_after_three_timeouts_there_are_two_seconds_only(tmp_path, monkeypatch):
    assert (PATIENT_TIMEOUTS, SHORT_SECONDS) == (3, 2.0)
    monkeypatch.setattr(judge, "SHORT_SECONDS", 0.3)
    checks = "".join(f"def test_{letter}(same):\n    same(lambda impl: impl.double(1.0))\n" for letter in "abcdef")
    more = {"test_b": {"seconds": 0.4}, "test_e": {"seconds": 5}, "test_f": {"seconds": 0.1}}
    course = toy(tmp_path, checks, limits={"check_seconds": 0.2}, more=more)
    [graded] = grade(course, "def double(x):\n    while True: pass")
    assert statuses(graded) == ["timeout"] * 6
    said = [check.message.split(" s of computing")[0].rpartition(" ")[2] for check in graded.checks]
    assert said == ["0.2", "0.4", "0.2", "0.2", "0.3", "0.1"]


def test_each_check_has_a_process_of_its_own(tmp_path):
    checks = "".join(
        f"def test_{letter}(learner):\n    assert learner.double(1.0) == 1, 'double: the first call'\n"
        for letter in "abc"
    )
    source = "count = 0\ndef double(x):\n    global count\n    count += 1\n    return count"
    [graded] = grade(toy(tmp_path, checks, source), source)
    assert statuses(graded) == ["passed"] * 3


def test_one_that_dies_leaves_the_others_their_points(tmp_path):
    course = toy(tmp_path, CHAIN)
    dying = "import os\n" + SOLUTION.replace(
        "    return {", "    os.kill(os.getpid(), 9) if False else os._exit(3)\n    return {"
    )
    [graded] = grade(course, dying)
    assert statuses(graded) == ["passed", "error", "error", "error"]
    assert "it left with exit code 3" in graded.checks[1].message


def bare(result):
    """Return a result as plain data without its seconds."""
    plain = msgspec.to_builtins(result)
    for exercise in plain["exercises"]:
        exercise["seconds"] = 0
        for check in exercise["checks"]:
            check["seconds"] = 0
    return plain


DRAWN = """
def test_drawn(same, rng):
    x = rng.normal(size=4)
    same(lambda impl: impl.double(x))
def test_random(same):
    same(lambda impl: impl.double(impl.rng(1).normal(size=3)))
"""
WRONG = """
import random, numpy as np
print(sorted({"a", "b", "c"}), list({"x", "y", "z"}), random.random(), np.random.rand())
def double(x):
    print(x)
    return 3 * x + np.random.rand() * 0 + random.random() * 0
"""


def test_the_same_file_and_seed_give_the_same_result(tmp_path):
    course = toy(tmp_path, DRAWN)
    targets = hand_in(course, WRONG)
    first, again, other = (results(course, targets, seed=seed)[0] for seed in (5, 5, 6))
    assert json.dumps(bare(first)) == json.dumps(bare(again))
    outputs = [[check.output for check in result.exercises[0].checks] for result in (first, other)]
    assert outputs[0] != outputs[1]
    assert all(status == "failed" for status in statuses(first.exercises[0]))


def test_the_order_of_exercises_and_of_submissions_changes_nothing(tmp_path):
    toy(tmp_path, DRAWN, exercise="02_more")
    course = toy(tmp_path, DRAWN, exercise="01_toy")
    turned = msgspec.structs.replace(course, exercises=course.exercises[::-1])
    targets = hand_in(course, WRONG, SOLUTION)
    forth, back = results(course, targets, seed=3), results(turned, targets[::-1], seed=3)[::-1]
    for one, other in zip(forth, back, strict=True):
        plain, turned_round = bare(one), bare(other)
        turned_round["exercises"] = turned_round["exercises"][::-1]
        assert plain == turned_round
    drawn = [exercise.checks[0].output for exercise in forth[0].exercises]
    assert drawn[0] != drawn[1]  # a check's seed comes from its exercise, too


def test_which_exercises_run_beside_it_changes_nothing(tmp_path):
    toy(tmp_path, DRAWN, exercise="02_more")
    both = toy(tmp_path, DRAWN, exercise="01_toy")
    alone = msgspec.structs.replace(both, exercises=both.exercises[1:])
    targets = hand_in(both, WRONG)
    assert bare(results(both, targets)[0])["exercises"][1:] == bare(results(alone, targets)[0])["exercises"]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], "infra"),
        (["passed"], "passed"),
        (["passed", "passed"], "passed"),
        (["passed", "failed"], "failed"),
        (["passed", "skipped"], "failed"),
        (["error", "infra", "passed"], "infra"),
        (["timeout"], "failed"),
        (["memory"], "failed"),
        (["blocked"], "failed"),
    ],
)
def test_the_whole_is_infra_then_failed_then_passed(statuses, expected):
    assert overall(statuses) == expected


def test_progress_is_told_check_by_check(tmp_path):
    course = toy(tmp_path, CHECKS)
    told = []
    results(
        course,
        hand_in(course, SOLUTION),
        on_check=lambda exercise, done, total: told.append((exercise.id, done, total)),
    )
    assert told == [("01_toy", 1, 2), ("01_toy", 2, 2)]


def test_a_check_that_loops_over_an_answer_ends(tmp_path, monkeypatch):
    """No limit of the worker's holds there: it has answered long ago."""
    monkeypatch.setattr(judge, "CHECK_SECONDS", 0.3)
    checks = """
def test_double(same):
    def looped(impl):
        rows = impl.double(2.0)
        while rows == "endless":
            pass
        return rows
    same(looped)


def test_pair(same):
    same(lambda impl: impl.pair([1.0]))
"""
    (graded,) = grade(toy(tmp_path, checks, more=TARGETS), SOLUTION.replace("2 * np.asarray(x)", '"endless"'))
    assert statuses(graded) == ["failed", "passed"]
    assert "is the text 'endless'; a number is expected" in graded.checks[0].message


def test_an_exercise_ends_however_slow_each_of_its_checks_is(tmp_path, monkeypatch):
    monkeypatch.setattr(judge, "EXERCISE_SECONDS", -1.0)
    graded = grade(toy(tmp_path), SOLUTION)[0]
    assert statuses(graded) == ["timeout", "timeout"]
    assert "The checks before this one took" in graded.checks[0].message


def test_naming_ends_where_imports_take_all_its_time(tmp_path, monkeypatch):
    course = toy(tmp_path, mistakes=MISTAKES, more=TARGETS)
    wrong = SOLUTION.replace("2 *", "3 *")
    assert grade(course, wrong)[0].checks[0].diagnosis
    monkeypatch.setattr("nngrade.checks.inquiry.MOST_WAITING", 0.0)
    graded = grade(course, wrong)[0]
    assert (statuses(graded)[0], graded.checks[0].diagnosis) == ("failed", None)


def test_a_helper_with_the_name_of_a_module_of_pythons_is_named(tmp_path):
    course = toy(tmp_path)
    target = tmp_path / "mine" / "toy.py"
    target.parent.mkdir()
    target.write_text("from statistics import double, pair\n")
    target.with_name("statistics.py").write_text(SOLUTION)
    graded = results(course, [target.parent])[0].exercises[0]
    words = "Your `statistics.py` has the name of a module of Python or NumPy, which is used here: rename it."
    assert (statuses(graded), graded.checks[0].message, graded.notes) == (["error", "error"], words, (words,))


@pytest.mark.parametrize("source", ["import test.acts", "import calendar\ncalendar.double(1)", "import test\ntest.a"])
def test_a_folder_with_such_a_name_too(tmp_path, source):
    course = toy(tmp_path)
    target = tmp_path / "mine" / "toy.py"
    for file in ("test/acts.py", "calendar/__init__.py"):
        (target.parent / file).parent.mkdir(parents=True)
        (target.parent / file).write_text(SOLUTION)
    target.write_text(f"{source}\n{SOLUTION}")
    name = "calendar/" if "calendar" in source else "test/"
    words = f"Your `{name}` has the name of a module of Python or NumPy, which is used here: rename it."
    assert results(course, [target.parent])[0].exercises[0].checks[0].message == words


def test_a_helper_that_was_not_copied_is_named(tmp_path):
    course = toy(tmp_path)
    target = tmp_path / "mine" / "toy.py"
    target.parent.mkdir()
    target.write_text("from helper import *\n")
    (tmp_path / "other.py").write_text(SOLUTION)
    target.with_name("helper.py").symlink_to(tmp_path / "other.py")
    words = "Your `helper.py` was not copied: it is no ordinary file"
    assert results(course, [target.parent])[0].exercises[0].checks[0].message.startswith(words)


def test_a_relative_import_is_told_what_to_write(tmp_path):
    message = grade(toy(tmp_path), f"from .helper import x\n{SOLUTION}")[0].checks[0].message
    assert "write `import` without the dot" in message


def test_what_one_submission_has_left_is_removed_before_the_next(tmp_path, monkeypatch):
    """It goes bit by bit, behind the grader's back, and may fill the disk until then."""
    happened = []

    def noted(owner, name):
        whole = getattr(owner, name)

        def note(*given):
            happened.append(name)
            return whole(*given)

        monkeypatch.setattr(owner, name, note)

    noted(Submission, "copy")
    noted(Sandbox, "make_room")
    assert [one.status for one in grade(toy(tmp_path), SOLUTION, SOLUTION)] == ["passed", "passed"]
    assert happened[-2:] == ["make_room", "copy"]


def test_only_the_copy_that_is_graded_lies_there(tmp_path, monkeypatch):
    """A class needs the room of one submission, also where one of them has found none."""
    copy, left = Submission.copy, []

    def second_fails(submission, folder):
        left.append([one.name for one in folder.parent.glob("submission-*")])
        copied = copy(submission, folder)
        if len(left) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return copied

    monkeypatch.setattr(Submission, "copy", second_fails)
    graded = grade(toy(tmp_path), SOLUTION, SOLUTION, SOLUTION)
    assert [one.status for one in graded] == ["passed", "infra", "passed"]
    assert left == [[], [], []]


@pytest.mark.parametrize(("free", "status"), [(10**8, "error"), (10**4, "infra")])
def test_a_disk_that_others_have_filled_is_no_fault_of_the_codes(tmp_path, monkeypatch, free, status):
    """What the code itself writes finds no room; it may also say so where there is."""
    monkeypatch.setattr("nngrade.checks.spawn._room", lambda folder: (free, 600))
    raising = "raise OSError(28, 'No space left on device')"
    assert statuses(grade(toy(tmp_path), SOLUTION.replace("return 2 *", f"{raising}\n    return 2 *"))[0])[0] == status


def test_a_worker_that_another_takes_along_came_to_the_same_end(tmp_path):
    checks = """
def test_doubles(learner):
    learner.begin()
    assert learner.fresh().double([1.0]) == 2, "double: twice the number"
"""
    threads = """
import _thread, time
_thread.stack_size(1 << 16)
def begin():
    _thread.start_new_thread(many, ())
def many():
    time.sleep(0.3)
    for _ in range(200): _thread.start_new_thread(time.sleep, (9,))
def double(x):
    time.sleep(3)
    return 2 * x
"""
    course = toy(tmp_path, checks, solution=f"{SOLUTION}\n\ndef begin():\n    pass\n")
    graded = grade(course, threads)[0].checks[0]
    assert graded.status == "memory", graded
    assert "threads" in graded.message


@pytest.mark.parametrize(
    ("size", "files", "status"), [(20 << 20, 1, "memory"), (1, 400, "memory"), (100, 1, "infra"), (1, 90, "infra")]
)
def test_a_disk_that_the_code_has_filled_is_no_fault_of_ours(tmp_path, monkeypatch, size, files, status):
    """What the reference writes finds no room then."""

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    def free(folder):
        files = [file for file in folder.rglob("*") if file.is_file()]
        return 10**8 - sum(file.stat().st_size for file in files), 600 - len(files)

    monkeypatch.setattr("nngrade.checks.asking.compare", full)
    monkeypatch.setattr("nngrade.checks.spawn._room", free)  # others write to the real disk meanwhile
    filled = f"for k in range({files}): open(str(k), 'wb').write(bytes({size}))\n" + SOLUTION
    assert statuses(grade(toy(tmp_path), filled)[0]) == [status, status]


@pytest.mark.parametrize(("threads", "status"), [(30, "memory"), (0, "infra")])
def test_threads_that_leave_no_room_for_a_process_are_the_codes_fault(tmp_path, monkeypatch, threads, status):
    def cramped(*_, **__):
        raise NoRoom

    monkeypatch.setattr("nngrade.checks.asking.compare", cramped)
    started = (
        f"import threading, time\nfor _ in range({threads}): threading.Thread(target=time.sleep, args=(9,)).start()\n"
    )
    assert statuses(grade(toy(tmp_path), started + SOLUTION)[0]) == [status, status]


def test_what_the_reference_could_not_do_once_is_asked_again(tmp_path):
    """A disk that one submission has filled says nothing of the next one."""
    checks = """
full = [OSError(28, "No space left on device")]
def test_doubles(learner):
    found = float(learner.double([1.0])[0])
    if found == 2 and full:
        raise full.pop()
    assert found == 2, "double: twice the number"
"""
    course = toy(tmp_path, checks)
    wrong = tmp_path / "wrong.py"
    wrong.write_text(SOLUTION.replace("return 2 *", "return 3 *"))
    first, second = (one.exercises[0].status for one in results(course, [wrong, wrong]))
    assert (first, second) == ("infra", "failed")
