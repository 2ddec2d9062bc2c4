"""What a data set gives is looked at before it is used: a plugin's mistake is named as one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from nngrade.api import Arrays, Dataset, DataSource
from nngrade.errors import NngradeError, SetupError
from nngrade.plugins.arrays import load_arrays

SOURCE = DataSource(None, Path("/nowhere"))
X, Y = np.zeros((3, 2)), np.array([0, 1, 1])


def offering(load) -> SimpleNamespace:
    dataset = Dataset("odd", "", "", "", "nothing", load)
    return SimpleNamespace(datasets={"odd": dataset}, origin=lambda kind, name: "a stranger")


def test_a_right_one_passes() -> None:
    arrays = Arrays(X, Y, X[:1], Y[:1], "odd")
    assert load_arrays(offering(lambda source: arrays), "odd", SOURCE) is arrays


@pytest.mark.parametrize("kind", [np.uint8, np.int64, np.float32])
def test_numbers_of_any_type(kind: type) -> None:
    arrays = Arrays(X.astype(kind), Y.astype(np.uint8), X.astype(kind), Y, "odd")
    assert load_arrays(offering(lambda source: arrays), "odd", SOURCE) is arrays


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((X.tolist(), Y, X, Y), "no NumPy arrays as X_train"),
        ((X, Y, X[0], Y), r"X_test of shape \(2,\)"),
        ((X, Y[:2], X, Y), r"y_train of shape \(2,\); \(n, d\) and \(n,\) are expected"),
        ((X, Y[:, None], X, Y), r"y_train of shape \(3, 1\)"),
        ((X[:0], Y[:0], X, Y), r"X_train of shape \(0, 2\)"),
        ((X.astype(complex), Y, X, Y), "X_train of type complex128"),
        ((X.astype(object), Y, X, Y), "X_train of type object"),
        ((X + np.nan, Y, X, Y), "X_train that holds NaN"),
        ((X, Y.astype(float), X, Y), "y_train of type float64"),
        ((X, Y - 1, X, Y), "from -1; whole numbers from 0"),
        ((X, Y == 1, X, Y), "y_train of type bool"),
        ((X, Y, X[:, :1], Y), "2 columns to train and 1 to test"),
    ],
)
def test_a_wrong_one_is_named(parts: tuple, expected: str) -> None:
    with pytest.raises(SetupError, match=rf"the data set 'odd' \(a stranger\) .*{expected}"):
        load_arrays(offering(lambda source: Arrays(*parts, "odd")), "odd", SOURCE)


def test_no_arrays_at_all() -> None:
    with pytest.raises(SetupError, match="a value of type tuple in place of Arrays"):
        load_arrays(offering(lambda source: (X, Y, X, Y)), "odd", SOURCE)


def test_one_that_raises() -> None:
    def load(source: DataSource) -> Arrays:
        raise KeyError("two\nlines")

    with pytest.raises(SetupError, match=r"'odd' \(a stranger\) cannot be loaded: KeyError"):
        load_arrays(offering(load), "odd", SOURCE)


def test_its_own_sentence_is_kept() -> None:
    def load(source: DataSource) -> Arrays:
        raise NngradeError("give --data-dir")

    with pytest.raises(NngradeError, match=r"^give --data-dir$"):
        load_arrays(offering(load), "odd", SOURCE)


def test_a_wrong_name() -> None:
    with pytest.raises(NngradeError, match="no data set 'od': did you mean odd"):
        load_arrays(offering(None), "od", SOURCE)
