"""The metrics, compared with scikit-learn's."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nngrade_datasets.metrics import METRICS, accuracy, log_loss, macro_f1, mean_squared_error

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from sklearn import metrics as theirs

STEADY = settings(deadline=None, derandomize=True)

labels = st.integers(1, 40).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 6), min_size=n, max_size=n) for _ in range(2)])
)
numbers = st.lists(st.tuples(*[st.floats(-1e6, 1e6)] * 2), min_size=1, max_size=40)


@STEADY
@given(labels)
def test_accuracy_is_scikit_learns(pair: tuple[list[int], list[int]]) -> None:
    true, pred = map(np.array, pair)
    assert accuracy(true, pred) == pytest.approx(theirs.accuracy_score(true, pred))


@STEADY
@given(labels)
def test_macro_f1_is_scikit_learns(pair: tuple[list[int], list[int]]) -> None:
    true, pred = map(np.array, pair)
    expected = theirs.f1_score(true, pred, average="macro", zero_division=0)
    assert macro_f1(true, pred) == pytest.approx(expected)


@STEADY
@given(numbers)
def test_mean_squared_error_is_scikit_learns(pairs: list[tuple[float, float]]) -> None:
    true, pred = np.array(pairs).T
    assert mean_squared_error(true, pred) == pytest.approx(theirs.mean_squared_error(true, pred))


@STEADY
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(2, 6), st.sampled_from([np.float64, np.float32]))
def test_log_loss_is_scikit_learns(seed: int, n: int, k: int, dtype: type[np.floating]) -> None:
    rng = np.random.RandomState(seed)
    probs = rng.dirichlet(np.ones(k), size=n)
    probs[rng.uniform(size=n) < 0.2] = np.eye(k)[rng.randint(k)]  # certain, and often wrong
    probs, true = probs.astype(dtype), rng.randint(k, size=n)
    expected = theirs.log_loss(true, probs, labels=np.arange(k))
    assert log_loss(true, probs) == pytest.approx(expected, rel=1e-4 if dtype is np.float32 else 1e-9, abs=1e-6)


def test_log_loss_of_one_column_of_probabilities() -> None:
    assert log_loss([1, 0], [0.75, 0.5]) == pytest.approx(-(math.log(0.75) + math.log(0.5)) / 2)


def test_log_loss_of_certainty_is_finite() -> None:
    assert log_loss([0], [[0, 1]]) == pytest.approx(-math.log(np.finfo(float).eps))
    assert log_loss([1], [[0, 1]]) == 0


def test_a_metric_gives_a_plain_float() -> None:
    for metric in METRICS:
        assert type(metric.compute(np.array([0, 1]), np.array([0.0, 1.0]))) is float


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
@pytest.mark.parametrize(
    ("true", "pred", "message"),
    [
        ([0, 1], [0], "do not belong together"),
        ([0, 1, 1], [0, 1], "do not belong together"),
        ([], [], "y_true is empty"),
    ],
)
def test_what_does_not_fit(metric, true: list[int], pred: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        metric.compute(np.array(true), np.array(pred))


@pytest.mark.parametrize("metric", [accuracy, macro_f1, mean_squared_error])
def test_a_column_is_not_broadcast(metric) -> None:
    with pytest.raises(ValueError, match=r"\(2,\) and y_pred of shape \(2, 1\)"):
        metric(np.array([0, 1]), np.array([[0], [1]]))


@pytest.mark.parametrize(
    ("true", "pred", "message"),
    [
        ([0], [[1.5, -0.5]], "probabilities"),
        ([0], [[np.nan, 0.5]], "probabilities"),
        ([2], [[0.5, 0.5]], "labels from 0 to 1"),
        ([-1], [[0.5, 0.5]], "labels from 0 to 1"),
        ([0.5], [[0.5, 0.5]], "labels from 0 to 1"),
        ([[0]], [[0.5, 0.5]], "do not belong together"),
    ],
)
def test_log_loss_refuses(true: list[float], pred: list[list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        log_loss(true, pred)
