"""Naming a mistake: what it takes to be named, and when none is."""

from __future__ import annotations

import time

import pytest
from nngrade.checks.bank import Bank
from nngrade.reports import json_report, terminal
from nngrade.result import ExerciseResult
from report_samples import context
from toy_course import CHECKS, MISTAKES, SOLUTION, STUB, TARGETS, bank, grade, hand_in, results, statuses, toy, written

FIXED = "def test_double(same):\n    same(lambda impl: impl.double(3.0))\n"
TWICE = """\
def test_double(same, rng):
    for size in (4, 5):
        x = rng.normal(size=size)
        same(lambda impl: impl.double(x))
"""


def names(graded: ExerciseResult) -> list[str | None]:
    """Return the name of the mistake in each check."""
    return [check.diagnosis.id if check.diagnosis else None for check in graded.checks]


def learner(body: str, more: str = "") -> str:
    """Return the solution with `double` written anew."""
    return f"{SOLUTION}\n{more}\ndef double(x):\n    {body}\n"


def test_a_mistake_is_named_whatever_its_form_and_right_checks_have_none(tmp_path):
    course = toy(tmp_path, mistakes=MISTAKES, more=TARGETS)
    sources = [
        learner("return 3.0 * x"),
        learner("return [3 * number for number in x.tolist()]"),
        learner("return x"),
        learner("return 5 * x"),
        SOLUTION.replace("np.sum(x)", "sum(x) / len(x)"),
        SOLUTION,
        STUB,
        "def (",
    ]
    graded = grade(course, *sources)
    assert [names(one) for one in graded] == [
        ["tripled", None],
        ["tripled", None],
        ["unchanged", None],
        [None, None],
        [None, "no-sum"],
        [None, None],
        [None, None],
        [None, None],
    ]
    diagnosis = graded[0].checks[0].diagnosis
    assert diagnosis is not None
    assert diagnosis.target == "double"
    assert diagnosis.text == "The number is tripled. Repair: Look at the factor."


def test_two_mistakes_in_one_function_each_in_parts_of_its_own(tmp_path):
    course = toy(tmp_path, mistakes=MISTAKES, more=TARGETS)
    both = SOLUTION.replace("np.sum(x)", "np.mean(x)").replace("multiply(3", "multiply(2")
    third = both.replace("2 *", "3 *")
    other = SOLUTION.replace("np.sum(x)", "np.mean(x)").replace("multiply(3", "multiply(7")
    graded = grade(course, both, third, other)
    assert [names(one) for one in graded] == [
        [None, "no-sum+row-doubled"],
        ["tripled", "no-sum+row-doubled"],
        [None, None],
    ]
    diagnosis = graded[0].checks[1].diagnosis
    assert diagnosis is not None
    assert (diagnosis.target, diagnosis.text) == ("pair", "The sum is a mean. The second row is doubled.")


def test_of_two_that_answer_alike_none_is_named(tmp_path):
    twins = bank(("one", "double", {"2 *": "3 *"}), ("other", "double", written("return x + x + x")))
    assert names(grade(toy(tmp_path / "a", TWICE, mistakes=twins), learner("return 3 * x"))[0]) == [None]
    apart = TWICE + "\n\ndef test_more(same):\n    same(lambda impl: impl.double([1.0, 2.0]))\n"
    twins = bank(("one", "double", {"2 *": "3 *"}), ("other", "double", written("return x + 2 * x")))
    course = toy(tmp_path / "b", apart, mistakes=twins)  # a list times 2 is a longer list
    graded = grade(course, learner("return 3 * np.asarray(x)"), learner("return x + 2 * x"))
    assert [names(one) for one in graded] == [["one", "one"], ["other", "other"]]


def test_a_program_that_agrees_in_one_check_and_not_in_another_is_not_named(tmp_path):
    checks = (
        TWICE
        + """

def test_matrix(same, rng):
    x = rng.normal(size=(2, 3))
    same(lambda impl: impl.double(x))
"""
    )
    course = toy(tmp_path, checks, mistakes=bank(("tripled", "double", {"2 *": "3 *"})))
    graded = grade(
        course,
        learner("return 3 * x"),
        learner("return 3 * x if x.ndim == 1 else 4 * x"),  # fails it otherwise
        learner("return 3 * x if x.ndim == 1 else 2 * x"),  # passes what the mistake fails
        learner("return 3 * x if x.ndim == 1 else None"),
    )
    assert [statuses(one) for one in graded] == [["failed"] * 2, ["failed"] * 2, ["failed", "passed"], ["failed"] * 2]
    assert [names(one) for one in graded] == [["tripled"] * 2, [None] * 2, [None] * 2, [None] * 2]


def test_the_other_function_may_have_a_mistake_of_its_own(tmp_path):
    course = toy(tmp_path, mistakes=MISTAKES, more=TARGETS)
    (graded,) = grade(course, learner("return 3 * x").replace("np.sum(x)", "np.std(x)"))
    assert names(graded) == ["tripled", None]


def test_a_fixed_probe_is_too_little_unless_another_check_says_the_same(tmp_path):
    tripled = bank(("tripled", "double", {"2 *": "3 *"}))
    course = toy(tmp_path / "a", FIXED, mistakes=tripled)
    assert names(grade(course, learner("return 3 * x"))[0]) == [None]
    again = FIXED + FIXED.replace("test_double", "test_again").replace("3.0", "-1.0")
    course = toy(tmp_path / "b", again, mistakes=tripled)
    assert names(grade(course, learner("return 3 * x"))[0]) == ["tripled", "tripled"]


def test_a_single_probe_is_asked_again_with_other_numbers(tmp_path):
    checks = "def test_double(same, rng):\n    x = float(rng.integers(1, 9))\n    same(lambda impl: impl.double(x))\n"
    course = toy(tmp_path, checks, mistakes=bank(("tripled", "double", {"2 *": "3 *"})))
    drawn = []
    (graded,) = grade(course, learner("print(x)\n    return 3 * x"))
    drawn = graded.checks[0].output.split()
    assert names(graded) == ["tripled"]
    assert len(drawn) == 1  # the other run's output is not this one's
    (constant,) = grade(course, learner(f"return 3 * {drawn[0]}"))
    assert statuses(constant) == ["failed"]
    assert names(constant) == [None]


KINDS = {
    "raises": written("raise ValueError(f'no double of {len(x)} numbers')"),
    "none": written("2 * x"),
    "nan": written("return np.where(x > 0, np.nan, 2 * x)"),
    "inplace": written("x *= 2\n    return x"),
    "counts": {"": "CALLS = []\ndef double(x):\n    CALLS.append(1)\n    return (1 + len(CALLS)) * x\n"},
    "legacy": written("return 2 * x + np.random.normal(size=len(x))"),
    "leaves": written("raise SystemExit(len(x))"),
    "asks": written("return 2 * x + float(input())"),
    "shape": written("return 2 * x[:, None]"),
    "prints": written("print(2 * x)\n    return x[0]"),
}


def test_each_way_of_being_wrong(tmp_path, capfd):
    checks = (
        TWICE
        + """

def test_untouched(untouched, rng):
    x = rng.normal(size=3)
    untouched(lambda impl: impl.double(x))
    y = rng.normal(size=5)
    untouched(lambda impl: impl.double(y))
"""
    )
    course = toy(tmp_path, checks, mistakes=bank(*((name, "double", form) for name, form in KINDS.items())))
    graded = grade(course, *(SOLUTION + form[""] for form in KINDS.values()))
    assert [names(one)[0] or names(one)[1] for one in graded] == list(KINDS)
    by_name = dict(zip(KINDS, graded, strict=True))
    assert statuses(by_name["inplace"]) == ["passed", "failed"]
    assert by_name["counts"].checks[0].status == "failed"  # the first call is right
    assert by_name["leaves"].checks[0].status == "error"
    assert capfd.readouterr() == ("", "")


def test_a_sentence_is_recognised_by_its_numbers(tmp_path):
    checks = """\
def test_spread(learner, rng):
    for size in (50, 60):
        spread = learner.double(rng.normal(size=size)).std()
        assert abs(spread - 2) < 0.5, f"double: the spread of {size} numbers is {spread:.3f}"
"""
    course = toy(
        tmp_path, checks, mistakes=bank(("tripled", "double", {"2 *": "3 *"}), ("ten", "double", {"2 *": "10 *"}))
    )
    graded = grade(course, learner("return 3.01 * x"), learner("return 10 * x"), learner("return 6 * x"))
    assert [statuses(one) for one in graded] == [["failed"]] * 3
    assert [names(one) for one in graded] == [["tripled"], ["ten"], [None]]


def test_what_comes_after_the_first_wrong_answer_changes_no_verdict(tmp_path, monkeypatch):
    monkeypatch.setattr("nngrade.checks.bench.GO_ON_SECONDS", 0.3)
    wrong = "return 3 * x if len(x) == 4 else "
    bodies = {
        "hangs": wrong + "hang()",
        "leaves": wrong + "os._exit(3)",
        "crashes": wrong + "os.abort()",
        "fills the memory": wrong + "[0] * 10**10",
        "disturbs": wrong + "os.write(3, b'x' * 99) and 1",
        "raises": wrong + "1 / 0",
        "is not written": wrong + "exec('raise NotImplementedError')",
    }
    hang = "import os\ndef hang():\n    while True: pass\n"
    course = toy(tmp_path, TWICE, mistakes=bank(("tripled", "double", {"2 *": "3 *"})), limits={"check_seconds": 5})
    began = time.monotonic()
    graded = grade(course, *(learner(body, hang) for body in bodies.values()))
    seconds = time.monotonic() - began
    for name, one in zip(bodies, graded, strict=True):
        (check,) = one.checks
        assert check.status == "failed", name
        assert (check.message or "").startswith("`double(x)` is 1.5 times what it should be"), name
        assert check.diagnosis is None, name
    assert seconds < 20


@pytest.mark.parametrize(("more", "name"), [({}, None), ({"seconds": 20}, "tripled")])
def test_a_check_that_trains_goes_on_longer_after_a_wrong_answer(tmp_path, monkeypatch, more, name):
    monkeypatch.setattr("nngrade.checks.bench.GO_ON_SECONDS", 0.4)
    monkeypatch.setattr("nngrade.checks.bench.TRAINING", 50)
    slow = "import time\ndef work():\n    while time.process_time() < 1.5: pass\n"
    course = toy(
        tmp_path,
        TWICE,
        mistakes=bank(
            ("tripled", "double", {"2 *": "3 *"}),
            ("first", "double", written("return 3 * x if len(x) == 4 else 2 * x")),
        ),
        more={"test_double": more},
    )
    (graded,) = grade(course, learner("work() if len(x) != 4 else 0\n    return 3 * x", slow))
    assert names(graded) == [name]


def test_a_hang_in_the_second_run_and_one_that_is_right(tmp_path, monkeypatch):
    monkeypatch.setattr("nngrade.checks.bench.GO_ON_SECONDS", 0.3)
    checks = "def test_double(same, rng):\n    x = float(rng.integers(10**9))\n    same(lambda impl: impl.double(x))\n"
    course = toy(tmp_path, checks, mistakes=bank(("tripled", "double", {"2 *": "3 *"})))
    (first,) = grade(course, learner("print(x)\n    return 3 * x"))
    x = first.checks[0].output.split()[0]
    graded = grade(
        course,
        learner(f"while x != {x}: pass\n    return 3 * x"),
        learner(f"return 3 * x if x == {x} else 2 * x"),
        learner(f"import os\n    return 3 * x if x == {x} else os._exit(0)"),
    )
    assert [statuses(one) for one in [first, *graded]] == [["failed"]] * 4
    assert [names(one) for one in [first, *graded]] == [["tripled"], [None], [None], [None]]


def test_a_check_whose_own_code_needs_the_answer(tmp_path):
    checks = """\
def test_pair(same, rng):
    x = rng.normal(size=3)
    rows = same(lambda impl: impl.pair(x))["rows"]
    same(lambda impl: impl.double(rows))
    same(lambda impl: impl.double(rows[0]))
"""
    mistakes = bank(
        ("none", "pair", written("np.sum(x)", "pair")), ("flat", "pair", {"np.stack([x, np.multiply(3, x)])": "x"})
    )
    course = toy(tmp_path, checks, mistakes=mistakes, more=TARGETS)
    none, flat, text = grade(
        course,
        SOLUTION + "def pair(x):\n    return None\n",
        SOLUTION + "def pair(x):\n    return {'sum': np.sum(x), 'rows': x}\n",
        SOLUTION + "def pair(x):\n    return {'sum': np.sum(x), 'rows': 'text'}\n",  # the reference cannot double it
    )
    assert [statuses(one) for one in (none, flat, text)] == [["failed"]] * 3
    assert (none.checks[0].message or "").startswith("`pair(x)` is None")
    assert (text.checks[0].message or "").startswith('`pair(x)`["rows"] is the text')
    assert names(flat) == ["flat"]
    assert [names(one) for one in (none, text)] == [[None], [None]]  # the check ends there, and None is always the same


def test_checks_with_fixtures_of_their_own(tmp_path):
    checks = """\
import pytest

STATE = []


@pytest.fixture(autouse=True)
def ready():
    STATE[:] = [5]


@pytest.fixture
def rows(rng):
    return rng.normal(size=(3, 4))


def test_rows(same, rows):
    for row in rows:
        same(lambda impl: impl.double(row))


def test_state(same, rng):
    x = rng.normal(size=STATE.pop())
    same(lambda impl: impl.double(x))
"""
    course = toy(
        tmp_path, checks, mistakes=bank(("tripled", "double", {"2 *": "3 *"}), ("same", "double", {"2 *": ""}))
    )
    (graded,) = grade(course, learner("return 3 * x"))
    assert names(graded) == ["tripled", "tripled"]


def test_a_check_that_waits_has_no_name_and_does_not_tell(tmp_path):
    more = {**TARGETS, "test_pair": {"targets": ["double"], "depends": ["test_double"]}}
    course = toy(tmp_path, mistakes=MISTAKES, more=more)
    (graded,) = grade(course, learner("return 3 * x").replace("np.sum(x)", "np.std(x)"))
    assert statuses(graded) == ["failed", "skipped"]
    assert names(graded) == ["tripled", None]


@pytest.mark.parametrize(("more", "second"), [({}, "no-sum"), ({"seconds": 20}, None)])
def test_a_second_mistake_is_told_behind_the_first_but_not_behind_a_check_that_trains(tmp_path, more, second):
    waits = {"test_pair": {"targets": ["pair"], "depends": ["test_double"], **more}}
    twice = CHECKS + "    same(lambda impl: impl.pair(x[:2]))\n"
    course = toy(tmp_path, twice, mistakes=MISTAKES, more=waits)
    (graded,) = grade(course, learner("return 3 * x").replace("np.sum(x)", "np.mean(x)"))
    assert statuses(graded) == ["failed", "skipped"]
    assert names(graded) == ["tripled", second]


def test_what_is_hidden_is_named_to_the_staff_alone(tmp_path):
    more = {name: {"targets": ["double"], "visibility": "after_due_date"} for name in ("test_double", "test_pair")}
    course = toy(tmp_path, mistakes=MISTAKES, more=more)
    (result,) = results(course, hand_in(course, learner("return 3 * x")))
    student, staff = (json_report.report(result, context(feedback=who)) for who in ("student", "staff"))
    assert "tripled" in staff
    assert "tripled" not in student


def test_a_named_mistake_tells_no_expected_value(tmp_path):
    checks = FIXED.replace("3.0", "1234.5") + "    same(lambda impl: impl.double(4321.25))\n"
    course = toy(tmp_path, checks, mistakes=bank(("tripled", "double", {"2 *": "3 *"})))
    (result,) = results(course, hand_in(course, learner("return 3 * x")), explain=True)
    for report in (json_report.report, terminal.report):
        text = report(result, context())
        assert "It is tripled." in text
        assert "2469" not in text
        assert "8642.5" not in text


def test_the_same_twice_alone_and_in_a_class(tmp_path):
    course = toy(tmp_path, mistakes=MISTAKES, more=TARGETS)
    files = hand_in(course, learner("return 3 * x"), SOLUTION.replace("np.sum(x)", "np.mean(x)"), learner("return x"))

    def plain(one):
        return [line for line in json_report.report(one, context()).splitlines() if '"seconds"' not in line]

    together = [plain(one) for one in results(course, files)]
    backwards = [plain(one) for one in reversed(results(course, files[::-1]))]
    assert together == backwards
    assert together[1] == plain(results(course, files[1:2])[0])


HOSTILE = {
    "recursive": "x = []; x.append(x); return x",
    "deep": "r = 1\n    for _ in range(5000): r = [r]\n    return r",
    "keys": "return {(1, (2, 'a')): 3, None: 4, 1.5: 5, True: 6}",
    "object": "return object()",
    "set": "return {1, 2}",
    "huge": "return 10 ** 400",
    "huge list": "return [10 ** 400, 2 ** 63, -1]",
    "text": "return 'a' * 100000",
    "complex": "return x * 1j",
    "mixed": "return [x, 'a', None, {'b': x}, (x,)]",
    "ragged": "return [[1, 2], [3]]",
    "strings": "return np.array(['a', 'b'])",
    "dates": "return np.array(['2026-01-01'], dtype='datetime64[D]')",
    "records": "return np.zeros(2, dtype=[('a', float)])",
    "raises itself": "class E(Exception):\n        def __str__(self): raise self\n    raise E",
    "a long message": "raise ValueError('9' * 10000 + 'e' + '9' * 1000)",
    "a stop": "raise StopIteration",
    "an interrupt": "raise KeyboardInterrupt",
    "a generator": "return (n for n in x)",
    "a type": "return float",
    "a generator of numbers": "return np.random.default_rng(0)",
}


def test_no_answer_of_a_learner_is_a_fault_of_the_grader(tmp_path):
    course = toy(
        tmp_path, TWICE, mistakes=bank(*((f"k{n}", "double", written(b)) for n, b in enumerate(HOSTILE.values())))
    )
    graded = grade(course, *(learner(body) for body in HOSTILE.values()), explain=True)
    for name, one in zip(HOSTILE, graded, strict=True):
        assert statuses(one)[0] in ("failed", "error"), name
        assert names(one) in ([f"k{list(HOSTILE).index(name)}"], [None]), name


@pytest.mark.parametrize("broken", ["recognise", "resolve"])
def test_a_fault_of_the_diagnosis_changes_no_verdict(tmp_path, monkeypatch, broken):
    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(f"nngrade.checks.diagnosis.Doctor.{broken}", fail)
    (graded,) = grade(toy(tmp_path, mistakes=MISTAKES, more=TARGETS), learner("return 3 * x"))
    assert statuses(graded) == ["failed", "passed"]
    assert names(graded) == [None, None]


def test_what_explains_one_check_of_a_function_is_tried_first_in_the_next(tmp_path, monkeypatch):
    asked = []
    of = Bank.of
    monkeypatch.setattr(Bank, "of", lambda bank, targets: asked.append(targets) or of(bank, targets))
    more = {name: {"targets": ["double"]} for name in ("test_double", "test_again", "test_once_more")}
    again = "\n".join(
        f"def test_{name}(same, rng):\n    for _ in range(2):\n"
        f"        x = rng.normal(size=3) {sign} 9\n        same(lambda impl: impl.double(x))\n"
        for name, sign in (("double", "+"), ("again", "+"), ("once_more", "-"))
    )
    course = toy(tmp_path, again, mistakes=MISTAKES, more=more)
    (graded,) = grade(course, learner("return 3 * x"))
    assert names(graded) == ["tripled"] * 3
    assert len(asked) == 1
    asked.clear()
    (graded,) = grade(course, learner("return 3 * x if (x > 0).all() else x"))
    assert names(graded) == [None] * 3
    assert len(asked) == 2  # the third is explained by another one: no single mistake does all this


LATE = """

def test_late(same, rng):
    for _ in range(3):
        x = rng.normal(size=2)
        same(lambda impl: impl.double(x))
"""


def test_answers_that_are_kept_are_those_of_each_probe(tmp_path):
    """The probes of a loop close over one name: what a mistake is asked later must be what it would have been asked."""
    counts = {"": "CALLS = []\ndef double(x):\n    CALLS.append(1)\n    return (1 + len(CALLS)) * np.asarray(x)\n"}
    kinds = {"counts": counts, "halved": written("return x / 2"), "threes": written("return 3 * x")}
    course = toy(tmp_path, LATE, mistakes=bank(*((name, "double", form) for name, form in kinds.items())))
    other = SOLUTION + "def double(x):\n    return 2 * x if x.sum() < -1e9 else -x\n"  # as the first, all are asked
    graded = grade(course, other, *(SOLUTION + kinds[name][""] for name in ("halved", "counts", "threes", "counts")))
    assert [names(one)[0] for one in graded] == [None, "halved", "counts", "threes", "counts"]


def test_mistakes_that_write_files_are_told_apart(tmp_path):
    checks = """\
def test_double(same, rng):
    for _ in range(2):
        x = rng.normal(size=2)
        def asked(impl, x=x):
            path = impl.write("given.bin", x.tobytes())
            return impl.double(x) + len(impl.read("given.bin")) + (impl.double(x) if path else 0)
        same(asked)
"""
    kinds = {
        "reads": written("open('left.txt', 'w').close(); return 3 * x"),
        "empty": written("import os; return 4.0 * x + len([n for n in os.listdir() if n == 'left.txt'])"),
    }
    course = toy(tmp_path, checks, mistakes=bank(*((name, "double", form) for name, form in kinds.items())))
    graded = grade(course, *(SOLUTION + form[""] for form in kinds.values()))
    assert [names(one)[0] for one in graded] == list(kinds)
