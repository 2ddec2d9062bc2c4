"""When two wrong answers are the same: to a learner's arithmetic, and no further."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nngrade.checks.alike import Ended, alike, ended, same_sentence
from nngrade.sandbox.outcome import Died, Missing, Raised, TimedOut, WrongAnswer
from nngrade.sandbox.wire import Unsupported
from sandbox_helpers import local, values

X = np.array([1.0, -2.0, 3e5])


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (X, X * (1 + 3e-6), "value"),
        (X, X.tolist(), "value"),
        (X, tuple(X), "value"),
        (X.astype(np.float32), X, "value"),
        (3, 3.0, "value"),
        (True, 1, "value"),
        (np.float64(2), np.array(2), "value"),
        ([np.nan, 1.0], np.array([np.nan, 1.0]), "value"),
        ([np.inf, -np.inf], np.array([np.inf, -np.inf]), "gradient"),
        (X, X * (1 + 5e-5), "gradient"),
        (X, X * (1 + 5e-5), "trajectory"),
        (np.zeros(3), np.full(3, 1e-13), "gradient"),
        ({"a": X, "b": None}, {"b": None, "a": X + 1e-9}, "value"),
        (([1, "a"], None), ([1, "a"], None), "value"),
        ("text", "text", "value"),
        (None, None, "value"),
        (np.empty((0, 3)), np.empty((0, 3)), "gradient"),
        ([[1.0, 2.0], [3.0]], [[1.0, 2.0], [3.0]], "value"),
    ],
)
def test_the_same(one, other, kind):
    assert alike(one, other, kind)
    assert alike(other, one, kind)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (X, X * (1 + 3e-5), "value"),
        (X, X * (1 + 5e-4), "gradient"),
        (X, X[None], "value"),
        (X, X[:2], "value"),
        (X, X * 1j, "value"),
        (X * 1j, X * 1j, "value"),  # nothing to compare by
        (7, 8, "gradient"),
        (np.array([100_000, 1]), np.array([100_001, 1]), "gradient"),  # labels: no tolerance
        (np.array([np.nan, 1.0]), np.array([1.0, np.nan]), "value"),
        (np.array([np.inf, 1.0]), np.array([-np.inf, 1.0]), "value"),
        (np.array([np.inf, 1.0]), np.array([np.nan, 1.0]), "value"),
        ({"a": 1}, {"a": 1, "b": 2}, "value"),
        ({}, {}, "value"),  # says nothing of what is in it
        ({"a": 1}, [1], "value"),
        (None, 0, "value"),
        (None, False, "value"),
        ("1", 1, "value"),
        ([1, None], [1], "value"),
        ([1, None], (1, 2), "value"),
        ([[1.0, 2.0], [3.0]], [[1.0, 2.0], [4.0]], "value"),
    ],
)
def test_not_the_same(one, other, kind):
    assert not alike(one, other, kind)
    assert not alike(other, one, kind)


def test_an_exception_is_known_by_its_type_and_its_words():
    def raised(kind, message):
        return ended(Raised([kind, "Exception"], message, [], False))

    assert raised("ValueError", "shapes (3,4) and (5,) differ") == Ended("ValueError", "shapes (3,4) and (5,) differ")
    assert alike(raised("ValueError", "at 1.234e-5"), raised("ValueError", "at 1.26e-5"))
    assert not alike(raised("ValueError", "at 1.234e-5"), raised("ValueError", "at 1.4e-5"))
    assert not alike(raised("ValueError", "x"), raised("TypeError", "x"))
    assert not alike(raised("ValueError", "x"), None)
    assert not alike(None, raised("ValueError", "x"))
    assert not alike(raised("ValueError", ""), {"a": 1})


def test_every_end_has_a_name():
    assert ended(AssertionError("no")) == ("assertion", "no")
    assert ended(Missing("step", [])) == ("missing", "step")
    assert ended(TimedOut("after 2 s")) == ("TimedOut", "")  # how long it took is the machine's
    assert ended(Died("it left")) == ("Died", "")
    assert ended(WrongAnswer("no file")).kind == "WrongAnswer"
    assert ended(KeyError("a")) == ("KeyError", "'a'")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3 of 4 rows", "3 of 4 rows", True),
        ("3 of 4 rows", "3 of 4 columns", False),
        ("3 of 4 rows", "3 of rows", False),
        ("the mean is 0.500", "the mean is 0.51", True),
        ("the mean is 0.5", "the mean is -0.5", False),
        ("the mean is nan", "the mean is nan", True),
        ("the mean is nan", "the mean is 0.5", False),
        ("it is 0", "it is 0.0", True),
        ("it is 0", "it is 1e-9", False),
        ("it is " + "9" * 5000, "it is inf", True),  # no error, whatever a sentence holds
    ],
)
def test_sentences(one, other, same):
    assert same_sentence(one, other) is same
    assert same_sentence(other, one) is same


def test_objects_are_alike_by_kind_and_by_the_data_they_hold():
    one, other = (
        local("class Net:\n    pass\nclass Rows(list):\n    pass\ndef rows(): return Rows([1, 2])") for _ in range(2)
    )
    assert alike(one.Net(), other.Net())
    assert not alike(one.Net(), None)
    assert not alike(one.Net(), Unsupported("a generator"))
    assert alike(Unsupported("a generator"), Unsupported("a set"))
    assert alike(one.rows(), other.rows())
    assert alike(one.rows(), [1, 2])
    assert not alike(one.rows(), [1, 3])


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(values, values, st.sampled_from(["value", "gradient", "trajectory"]))
def test_whatever_comes_from_a_learner_is_compared_without_an_error(one, other, kind):
    assert alike(one, other, kind) in (True, False)
    alike(one, one, kind)
    alike([one], {"a": one}, kind)
