"""The smallest failing call: which one it is, that it fails when it is run, and how little it is."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from nngrade.checks.explain import explain, relevant, repeat, rounded, smallest
from nngrade.checks.record import Event
from nngrade.checks.words import Names
from nngrade.result import Example
from sandbox_helpers import local
from submission_helpers import value_of
from toy_course import SOLUTION, grade, toy

STUB = "def double(x): raise NotImplementedError\n"
SIZES = """\
def test_double(same, rng):
    for size in (50, 3, 400):
        x = rng.normal(size=size)
        same(lambda impl: impl.double(x))
"""


def value(example: Example, source: str, folder: Path) -> tuple[Any, list[str]]:
    """Run the lines beside a module; return what the last one shows (an exception too), and the lines."""
    for name, data in example.files.items():
        (folder / name).write_bytes(data)
    module = ModuleType("toy")
    exec(source, vars(module))
    lines = [line.replace("{folder}", str(folder)) for line in example.lines]
    names: dict[str, Any] = {}
    sys.modules["toy"] = module
    try:
        exec("\n".join(lines[:-1]), names)
        return value_of(lines[-1], names), lines
    except Exception as error:
        return error, lines
    finally:
        del sys.modules["toy"]


def first(course, source: str, folder: Path) -> tuple[Any, list[str]]:
    """Grade a program, and run what is shown of its first failure."""
    (graded,) = grade(course, source, explain=True)
    (example,) = [check.example for check in graded.checks if check.example]
    return value(example, source, folder)


def test_the_call_with_the_fewest_numbers_with_few_decimals(tmp_path):
    course = toy(tmp_path / "course", SIZES)
    found, lines = first(course, SOLUTION.replace("2 *", "3 *"), tmp_path)
    assert found.shape == (3,)
    names: dict[str, Any] = {}
    exec("\n".join(line for line in lines[:-1] if "toy" not in line), {}, names)
    x = next((each for each in names.values() if isinstance(each, np.ndarray)), None)
    if x is None:
        x = value_of(lines[-1].removeprefix("double"), {"np": np})
    np.testing.assert_allclose(found, 3 * x)
    assert (np.round(x, 1) == x).all()
    assert sum(map(len, lines)) < 120


def test_as_many_decimals_as_the_mistake_needs(tmp_path):
    source = SOLUTION + "def double(x):\n    return 2 * np.round(x, 2)\n"
    found, lines = first(toy(tmp_path / "course", SIZES), source, tmp_path)
    assert len(found) == 3
    assert "000" not in lines[-1]
    text = " ".join(lines)
    assert any(len(number.rstrip("]),").partition(".")[2]) == 3 for number in text.split())


def test_what_is_wrong_for_large_arguments_alone_reads_a_file(tmp_path):
    source = SOLUTION + "def double(x):\n    return 2 * x if len(x) < 100 else 3 * x\n"
    found, lines = first(toy(tmp_path / "course", SIZES), source, tmp_path)
    assert found.shape == (400,)
    np.testing.assert_allclose(found, 3 * np.load(tmp_path / "x.npy"))
    assert len("\n".join(lines)) < 250


def test_what_is_wrong_the_third_time_alone_is_told_with_what_came_before(tmp_path):
    checks = "def test_double(same):\n    for x in (1.0, 2.0, 3.0):\n        same(lambda impl, x=x: impl.double(x))\n"
    source = "N = []\ndef double(x):\n    N.append(x)\n    return 2 * x if len(N) < 3 else 0\ndef pair(x): pass\n"
    found, lines = first(toy(tmp_path / "course", checks), source, tmp_path)
    assert found == 0
    assert lines[-3:] == ["double(1.0)", "double(2.0)", "double(3.0)"]


def test_what_raises(tmp_path):
    source = SOLUTION + "def double(x):\n    raise ValueError('no')\n"
    found, _ = first(toy(tmp_path / "course", SIZES), source, tmp_path)
    assert repr(found) == "ValueError('no')"


def test_objects_files_and_random_numbers(tmp_path):
    solution = """
import pathlib
import numpy as np
class Net:
    def __init__(self, n):
        self.params = {"W": np.zeros(n)}
    def __call__(self, x):
        return self.params["W"] @ x
def draw(net, rng, path):
    return net(np.ones(3)) + rng.normal() + float(pathlib.Path(path).read_text())
"""
    checks = """
import numpy as np
def test_draw(same):
    def probe(impl):
        path, rng, net = impl.write("a.txt", b"2.5"), impl.rng(1), impl.Net(3)
        net.assign("params", "W", np.arange(3.0))
        return impl.draw(net, rng, path)
    same(probe)
def test_net(same, rng):
    x = rng.normal(size=3)
    def probe(impl):
        net = impl.Net(3)
        net.assign("params", "W", np.ones(3))
        return net(x)
    same(probe)
"""
    stub = "class Net: pass\ndef draw(): pass\n"
    more = {"test_draw": {"targets": ["draw"]}, "test_net": {"targets": ["Net"]}}
    course = toy(tmp_path / "course", checks, solution, stub=stub, more=more)
    wrong = solution.replace("float(pathlib", "2 * float(pathlib")
    found, lines = first(course, wrong, tmp_path)
    (graded,) = grade(course, solution.replace("np.zeros(n)", "np.zeros((n, 1))"), explain=True)
    assert graded.checks[0].example
    module = ModuleType("solution")
    exec(solution, vars(module))
    seeds = value_of(next(line for line in lines if "default_rng" in line).partition("default_rng")[2], {})
    assert found == pytest.approx(3 + np.random.default_rng(seeds).normal() + 5.0)
    found, lines = first(course, solution.replace("@ x", "@ x * 2"), tmp_path)
    assert lines[-1].startswith(("draw(", "net("))


def test_a_property_is_shown_with_what_its_last_call_is_about(tmp_path):
    checks = """
def test_double(learner, rng):
    learner.pair(rng.normal(size=3))
    x = rng.normal(size=2)
    assert learner.double(x).sum() < 1e9, "double: too much"
"""
    source = SOLUTION.replace("2 *", "1e12 + ")
    found, lines = first(toy(tmp_path / "course", checks), source, tmp_path)
    assert found.shape == (2,)
    assert "pair" not in "\n".join(lines)


KEEPING = """\
def test_double(untouched, rng):
    for size in (5, 3):
        x = rng.normal(size=size)
        untouched(lambda impl: impl.double(x))
"""


NOW = "def double(x):\n    x *= 2\n    return x\n"
LATER = "kept = []\ndef double(x):\n    kept.append(x)\n    if len(kept) > 1:\n        kept[0] *= 2\n    return 1\n"


@pytest.mark.parametrize(("source", "calls", "size"), [(NOW, 1, 3), (LATER, 2, 5)])
def test_arguments_that_must_stay_are_shown_at_the_end(tmp_path, source, calls, size):
    checks = KEEPING.replace("impl.double(x)", "[impl.double(x), impl.double(-x)]") if calls == 2 else KEEPING
    found, lines = first(toy(tmp_path / "course", checks), source, tmp_path)
    assert lines[-1].endswith("# it must be as it was made" if calls == 1 else "# they must be as they were made")
    names: dict[str, Any] = {}
    exec("\n".join(line for line in lines[:-1] if "toy" not in line and "double" not in line), names)
    assert len(names["x"]) == size
    assert (np.round(names["x"], 1) == names["x"]).all()
    np.testing.assert_allclose(found if calls == 1 else found[0], 2 * names["x"])


def test_where_nothing_was_asked_or_all_is_right_there_is_none(tmp_path):
    course = toy(tmp_path, SIZES)
    graded = grade(course, SOLUTION, STUB, "def (", "def other(x): pass\n", explain=True)
    assert [one.checks[0].example for one in graded] == [None] * 4
    without = grade(course, SOLUTION.replace("2 *", "3 *"))
    assert without[0].checks[0].example is None


def test_a_hanging_call_is_shown_and_ends(tmp_path, monkeypatch):
    monkeypatch.setattr("nngrade.checks.inquiry.GO_ON_SECONDS", 0.3)
    course = toy(tmp_path / "course", SIZES, limits={"check_seconds": 0.5})
    (graded,) = grade(course, SOLUTION + "def double(x):\n    while True: pass\n", explain=True)
    assert graded.checks[0].status == "timeout"
    assert graded.checks[0].example
    assert graded.checks[0].example.lines[-1].startswith("double(")


def event(*arrays: np.ndarray, right: bool = False) -> Event:
    impl = local("def f(*x): return 1")
    for array in arrays:
        impl.f(array)
    return Event("same", 1, right, "value", impl._steps)


def test_the_smallest():
    events = [event(np.ones(9), right=True), event(np.ones(5)), event(np.ones(2), np.ones(2)), event(np.ones(4))]
    assert smallest(events) is events[2]
    assert smallest([]) is None
    assert smallest([Event("end", 1, False)]) is None


def test_rounded():
    assert rounded(1.256, 2) == 1.26
    assert rounded(np.array([1.256]), 1).tolist() == [1.3]
    assert rounded(np.array([7]), 1).tolist() == [7]
    assert rounded(3, 1) == 3
    assert rounded("1.256", 1) == "1.256"
    assert rounded(large := np.full(500, 1.256), 1) is large  # it goes into a file as it is


def test_relevant_is_what_the_objects_of_the_last_call_went_through():
    impl = local("""
        class Net:
            def __init__(self, x): self.W = x
            def step(self, other=None): return 1
        def f(x): return 1
        """)
    impl.f(0)
    other, net = impl.Net(np.ones(1)), impl.Net(np.ones(2))
    unused = impl.Net(np.ones(3))
    unused.step()
    net.assign("W", np.zeros(2))
    other.step()
    impl.write("a.txt", b"x")
    net.step([{"of": other}])
    impl.f([unused])
    steps = impl._steps
    assert [steps.index(step) if not isinstance(step, tuple) else step.name for step in relevant(steps[:-1])] == [
        1,
        2,
        "W",
        6,
        "a.txt",
        8,
    ]
    assert relevant([]) == []


def test_steps_that_cannot_be_repeated_are_an_error_among_the_results_never_raised():
    impl = local("class Net:\n    def step(self): return 1\ndef f(x): return x")
    net = impl.Net()
    net.step()
    last = impl._steps[-1]
    (found,) = repeat(local("def f(x): return x"), [last], None)
    assert isinstance(found, Exception)
    names = Names(impl._link.table.module)
    from nngrade.checks.record import Record

    record = Record()
    record.events.append(Event("same", 1, False, steps=[last]))
    made = explain(record, [last], "work", names, lambda: local("x = 1"), lambda: local("x = 1"))
    assert made is not None
    assert explain(Record(), [], "work", names, lambda: impl, lambda: impl) is None
