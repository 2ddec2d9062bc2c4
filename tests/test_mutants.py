"""What is changed to make mutants, what names them, and which of them no check of a toy course notices."""

from __future__ import annotations

import ast

import pytest
from nngrade.api import DataSource
from nngrade.errors import CourseError
from nngrade.mutation.equivalents import Equivalent, read_equivalents, sort_out
from nngrade.mutation.mutants import Key, mutants
from nngrade.mutation.names import alike
from nngrade.mutation.survivors import chained, survivors
from nngrade.mutation.text import plain
from our_course import COURSE, each_exercise
from toy_course import SOLUTION, toy

WORN = 'return {"sum": np.sum(x), "rows": np.stack([x, np.multiply(3, x)])}'


def lines(source):
    """Return the changed lines of the mutants of a source of one function."""
    return [mutant.key.new for mutant in mutants(source)]


def of(line):
    """Return what becomes of one line in a function of many parameters."""
    source = f"def f(a, b, A1, Z1, x_train, x_val, params, epochs=30):\n    {line}\n"
    return {mutant.key.new for mutant in mutants(source) if mutant.line == 2}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("return a - b", {"return a + b", "return b - a", "return a", "return b", "return None", "pass"}),
        ("return (a + b) / 7", {"return a + b", "return (7) / (a + b)", "return (a - b) / 7", "return (a + b) * 7"}),
        ("return a @ b.T", {"return a @ b", "return a * b.T", "return b.T @ a"}),
        ("return a[1:, 0]", {"return a[0:, 0]", "return a[:, 0]", "return a[0, 1:]", "return a[1:, -1]", "return a"}),
        ("return a[b : b + 3]", {"return a[b + 1 : b + 3]", "return a[b : b - 3]", "return a[b : ]"}),
        ("return a.sum(axis=0, keepdims=True)", {"return a.sum(axis=0)", "return a.sum(keepdims=True)"}),
        ("return a.sum(axis=-1)", {"return a.sum(axis=1)", "return a.sum(axis=-2)", "return a.mean(axis=-1)"}),
        ("return -(a + b) * a", {"return (a + b) * a"}),
        ("return np.maximum(a, 0)", {"return np.minimum(a, 0)", "return np.maximum(0, a)", "return a", "return 0"}),
        ("return np.exp(a + b) * 2.5", {"return (a + b) * 2.5", "return np.expm1(a + b) * 2.5"}),
        ("return 2.5", {"return 5.0", "return -2.5", "return 0.0"}),
        ("return 1e-12", {"return 1e-06", "return 0.0", "return -1e-12"}),
        ("return [a] * 3", {"return [a] * 4", "return [a] * 2", "return [a] * -3", "return [a] * 6"}),
        ("return a < b and not b", {"return a < b or not b", "return a <= b and not b", "return a < b and b"}),
        ("if a > b: return a", {"pass", "if not (a > b): return a", "if True: return a", "if False: return a"}),
        ("for i in range(a): b(i)", {"for i in range(a - 1): b(i)", "for i in range(1, a): b(i)"}),
        ("for i in a: break", {"for i in list(a)[1:]: break", "for i in list(a)[:-1]: break", "for i in a: continue"}),
        ("a += b", {"a -= b", "a = b", "pass"}),
        ("return len(a)", {"return (len(a) + 1)", "return (len(a) - 1)", "return a"}),
        ("return rng.permutation(a)", {"return np.arange(a)", "return a"}),
        ('return {"W1": a, "b1": b}', {'return {"W1": a}', 'return {"b1": b}', 'return {"W1": b, "b1": a}'}),
        ("return [i for i in a if i]", {"return [i for i in list(a)[1:] if i]", "return [i for i in a if True]"}),
        ("return a if b else x_val", {"return a", "return x_val", "return a if b else x_train"}),
        ("return A1 * 2", {"return Z1 * 2"}),
        ("return True", {"return False"}),
    ],
)
def test_what_is_changed(line, expected):
    assert expected <= of(line)


@pytest.mark.parametrize(
    ("line", "never"),
    [
        ('return params["W1"]', 'return params["W2"]'),
        ('return f"{a + b} of 7"', 'return f"{a - b} of 7"'),
        ("import math", "pass"),
        ("return np.exp(a)", "return np"),
    ],
)
def test_what_is_left_alone(line, never):
    made = mutants(f"import numpy as np\n\n\ndef f(a, b, params):\n    {line}\n")
    assert never not in {mutant.key.new for mutant in made}


def test_defaults_and_decorators_are_changed():
    source = "class A:\n    @classmethod\n    def f(cls, n=30, *, lr=0.1):\n        return n\n"
    assert {"def f(cls, n=31, *, lr=0.1):", "def f(cls, n, *, lr=0.1):", "def f(cls, n=30, *, lr):"} <= set(
        lines(source)
    )
    assert [mutant.key.function for mutant in mutants(source)] == ["A.f"] * len(mutants(source))
    assert "" in lines(source)  # @classmethod


def test_docstrings_and_comments_stay():
    source = '"""Three."""\n\n\ndef f(x):  # 3\n    """Return 3."""\n    return x  # not 3\n'
    assert lines(source) == ["pass", "return None"]
    assert {mutant.key.old for mutant in mutants(source)} == {"return x"}


@each_exercise
def test_every_mutant_is_another_program_and_an_edit_of_one_place(exercise):
    source = COURSE.solution(exercise).read_text("utf-8")
    found = mutants(source)
    assert len(found) > 50
    assert len({source, *(mutant.source for mutant in found)}) == len(found) + 1
    original = ast.dump(ast.parse(source))
    assert not [mutant for mutant in found[::9] if ast.dump(ast.parse(mutant.source)) == original]
    assert [mutant.line for mutant in found] == sorted(mutant.line for mutant in found)
    before = source.splitlines()
    for mutant in found:
        assert mutant.source.splitlines()[: mutant.line - 1] == before[: mutant.line - 1]
        assert plain(before[mutant.line - 1]).startswith(mutant.key.old[:20])


def test_letters_of_two_bytes_do_not_shift_an_edit():
    assert "é = 'ü' + b" in lines("def f(b):\n    é = 'ü' - b\n")


def test_a_statement_of_several_lines_is_named_by_its_first():
    source = "def f(a):\n    for i in a:  # each\n        g(\n            i,\n            1,\n        )\n"
    keys = [mutant.key for mutant in mutants(source)]
    assert Key("f", "for i in a:", "pass") in keys
    assert Key("f", "1,", "2,") in keys
    assert Key("f", "g( i, 1, )", "i") in keys


def test_names_that_are_alike():
    yes = [("Z1", "A1"), ("W1", "W2"), ("y_true", "y_pred"), ("X_train", "y_train"), ("tp", "fp"), ("dZ1", "dZ2")]
    assert all(alike(*pair) and alike(*pair[::-1]) for pair in yes)
    assert not any(alike(*pair) for pair in [("model", "path"), ("rows", "orders")])


# The audit of a course.


def found(course, **more):
    source = DataSource(None, course.path / "cache", embedded=True)
    return survivors(course, course.exercises[0], source=source, **more)


def list_equivalents(course, text):
    course.solution(course.exercises[0]).with_name("equivalents.yaml").write_text(text, "utf-8")


def test_what_no_check_notices(tmp_path):
    course = toy(tmp_path)
    done = []
    left = found(course, on_mutant=lambda exercise, done_, total: done.append((done_, total)))
    total = len(mutants(SOLUTION))
    assert done == [(number, total) for number in range(1, total + 1)]
    said = {one.mutant.partition(" -> ")[2]: (one.exercise, one.line, one.problem) for one in left}
    assert said == {
        "return 2 * x": ("01_toy", 5, "keeps full marks"),  # the probes are arrays: a list was never asked
        'return {"sum": np.sum(x), "rows": np.stack([x, np.multiply(x, 3)])}': ("01_toy", 9, "keeps full marks"),
        'return {"sum": np.sum(x), "rows": [x, np.multiply(3, x)]}': ("01_toy", 9, "keeps full marks"),
    }


def test_equivalents_are_left_out_and_stale_ones_told(tmp_path):
    course = toy(tmp_path)
    list_equivalents(
        course,
        "- {function: double, old: return 2 * np.asarray(x), reason: anything goes in this line}\n"
        "- {function: triple, old: a, new: b, reason: there is no triple at all}\n"
        "- {function: triple, old: a, reason: there is no triple at all}\n"
        '- {function: pair, old: \'return {"sum": np.sum(x), "rows": np.stack([x, np.multiply(3, x)])}\',\n'
        '   new: \'return {"sum": np.sum(x), "rows": [x, np.multiply(3, x)]}\', reason: a list is as good}\n',
    )
    left = found(course)
    assert [(one.line, one.mutant, one.problem[:27]) for one in left] == [
        (0, "triple: a -> b", "stands in equivalents.yaml,"),
        (0, "triple: a -> anything", "stands in equivalents.yaml,"),
        (9, f"pair: {WORN} -> {WORN.replace('(3, x)', '(x, 3)')}", "keeps full marks"),
    ]


@each_exercise
def test_every_equivalent_of_ours_lists_a_mutant(exercise):
    made = mutants(COURSE.solution(exercise).read_text("utf-8"))
    listed = read_equivalents(COURSE, exercise)
    assert not [str(one) for one in sort_out(made, listed).stale]
    assert all(one.reason.endswith(".") for one in listed)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- {function: f, old: a, new: b}", r"equivalents\.yaml:1: \[0\]: the key 'reason' is missing"),
        ("- {function: f, old: a, why: b, reason: ten letters}", r"there is no key 'why'"),
        ("function: f", "a list"),
        ("- {function: f, old: a, reason: short}", "reason"),
    ],
)
def test_a_list_of_equivalents_that_is_none(tmp_path, text, words):
    course = toy(tmp_path)
    list_equivalents(course, text)
    with pytest.raises(CourseError, match=words):
        read_equivalents(course, course.exercises[0])


def test_an_entry_without_new_stands_for_its_line_and_without_old_for_the_function():
    made = mutants("def f(x):\n    y = 7 * x\n    return y\n")
    listed = [Equivalent(function="f", old="y = 7 * x", reason="the contract leaves it free")]
    kept, stale = sort_out(made, listed)
    assert {mutant.line for mutant in kept} == {3}
    assert not stale
    assert sort_out(made, [Equivalent(function="f", reason="all of it is free")]) == ([], [])
    assert sort_out(made[:0], listed).stale == listed


def test_a_mutant_that_runs_for_ever_or_cannot_be_imported_is_noticed(tmp_path):
    solution = "LIMIT = 3\nwhile LIMIT < 3:\n    pass\n\n\ndef double(x):\n    return x + x\n\n\npair = double\n"
    checks = "def test_double(same):\n    same(lambda impl: impl.double(1.5))\n"
    course = toy(tmp_path, checks, solution, limits={"import_seconds": 0.3})
    left = {one.mutant for one in found(course)}
    assert "module: while LIMIT < 3: -> while LIMIT > 3:" in left
    assert "module: while LIMIT < 3: -> while LIMIT <= 3:" not in left  # for ever
    assert "module: LIMIT = 3 -> pass" not in left  # a NameError


def test_a_solution_without_full_marks_is_an_error(tmp_path):
    checks = "def test_double(learner):\n    assert learner.double(1.0) == 3, 'three times'\n"
    with pytest.raises(CourseError, match=r"01_toy: the solution itself does not get full marks: test_double: infra"):
        found(toy(tmp_path, checks))


def test_checks_wait_for_all_before_them_and_those_of_the_function_come_first():
    exercise = COURSE.exercises[-1]
    for function in ("", "gradient_descent", "moved"):
        strict = chained(exercise, function)
        names = [item.id for item in strict.items]
        assert [item.depends for item in strict.items] == [tuple(names[:index]) for index in range(len(names))]
        assert sorted(names) == sorted(item.id for item in exercise.items)
        given = {check.id: check.seconds for check in exercise.checks}
        assert all(check.seconds == (given[check.id] or 3) for check in strict.checks)
        assert not any(item.targets for item in strict.items)
        own = [item.id for item in exercise.checks if function in item.targets]
        assert names[: len(own)] == own
    backprop = COURSE.exercises[2]
    method = "OurNeuralNetwork.train"
    first, last = chained(backprop, method).checks[0].id, chained(backprop, method).checks[-1].id
    targets = {check.id: check.targets for check in backprop.checks}
    assert method in targets[first]
    assert not any(target.startswith("OurNeuralNetwork") for target in targets[last])
