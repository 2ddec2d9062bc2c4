"""docs/checks.md, row by row: a course whose one check asks for everything that the page says may be asked."""

from __future__ import annotations

import pytest

SOLUTION = """\
import collections
import numpy as np

Pair = collections.namedtuple("Pair", "a b")
CALLS = []


class Net:
    def __init__(self, w):
        self.params = {"W1": w.copy()}

    def __getitem__(self, key):
        return self.params[key]

    def __call__(self, x):
        return x @ self.params["W1"]


def double(x):
    CALLS.append(x)
    return 2 * x


def half(x):
    return x


def spoil(x):
    x[0] = 9.0
    return len(CALLS)


def draw(rng):
    return rng.normal(size=3)


def pair():
    return Pair(1.0, np.arange(3.0))


def rows(n):
    yield from np.arange(float(n))


def save(path, x):
    np.savez(path, x=x)


def load(path):
    return open(path).read()


def weight(nets, named):
    return nets[0]["W1"] + named["net"]["W1"]
"""

CHECKS = """\
import numpy as np


def test_double(same, learner, untouched, rng):
    assert same(lambda impl: impl.double(2)) == 4, "same returns the answer"
    untouched(lambda impl: impl.double(np.ones(3)))
    assert learner.has("save") and not learner.has("sage"), "has"
    same(lambda impl: impl.draw(impl.rng(1)))
    assert (learner.draw(learner.rng(3)) == learner.draw(learner.rng(3))).all(), "rng"
    learner.save(learner.path("m.npz"), np.arange(3.0))
    assert list(learner.npz("m.npz")) == ["x"], "path, npz"
    assert learner.load(learner.write("a.csv", b"1,2")) == "1,2" and learner.read("a.csv") == b"1,2", "write, read"
    error = learner.error(lambda: learner.load(5.5))
    assert error.type == "TypeError" and "Exception" in error.types and "float" in error.message, "error"
    assert learner.error(lambda: learner.double(1)) is None, "no error"
    other, given = learner.fresh(), np.ones(3)
    assert learner.spoil(given) > 0 and other.spoil(given) == 0 and given[0] == 1, "fresh; arguments are copies"
    assert other.error(lambda: other.load("a.csv")).type == "FileNotFoundError", "no files in fresh"
    net = learner.Net(np.ones((2, 2)))
    net.assign("params", "W1", np.eye(2))
    assert (net["W1"] == np.eye(2)).all() and (net(np.eye(2)) == np.eye(2)).all(), "handles"
    assert (learner.weight([net], {"net": net}) == 2 * np.eye(2)).all(), "handles travel"
    a, b = learner.pair()
    assert a == learner.pair()[0] == 1 and b.shape == (3,) and list(learner.rows(3)) == [0, 1, 2], "unpacked, drawn"
    same(lambda impl: impl.pair())


def test_half(learner):
    for given in (None, True, 3, 2.5, "s", [1, "a"], (1, 2), {"a": [1]}):
        found = learner.half(given)
        assert found == given and type(found) is type(given), f"{given!r} came back as {found!r}"
"""


def test_everything_may_be_asked(nngrade, small_course):
    (small_course.root / "exercises/01_double/checks.py").write_text(CHECKS)
    (small_course.root / "solutions/01_double/double.py").write_text(SOLUTION)
    done = nngrade("check", "1", "--solution", "--course", small_course.root, "--feedback", "staff")
    assert done.code == 0, done.out


@pytest.mark.parametrize(
    ("body", "words"), [("pass", "asks the learner's code nothing"), ("rng and learner.half(3.0)", "judges nothing")]
)
def test_a_check_that_is_none_is_no_grade(nngrade, small_course, body, words):
    small_course.edit("same(lambda impl: impl.half(3.0))", body, small_course.root / "exercises/01_double/checks.py")
    small_course.edit("test_half(same)", "test_half(learner, rng)", small_course.root / "exercises/01_double/checks.py")
    done = nngrade("check", "1", "--solution", "--course", small_course.root)
    assert done.code == 3
    assert words in " ".join(done.out.split())
