"""The metrics that thresholds and the lab know by name: a few lines of NumPy each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nngrade.api import Metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


def accuracy(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """Return the share of right labels: the mean of `y_true == y_pred`, both of shape (n,).

    Raises
    ------
    ValueError
        Where the two differ in length, are empty or have more than one axis.
    """
    true, pred = _labels(y_true, y_pred)
    return float((true == pred).mean())


def macro_f1(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """Return the plain mean over the classes of F1 = 2 tp / (2 tp + fp + fn), both of shape (n,).

    A class is every label that occurs in one of the two; F1 is 0 for one that was never hit.

    Raises
    ------
    ValueError
        Where the two differ in length, are empty or have more than one axis.
    """
    import numpy as np

    true, pred = _labels(y_true, y_pred)
    classes = np.union1d(true, pred)
    hits = (true == classes[:, None]) & (pred == classes[:, None])
    # 2 tp + fp + fn counts each class once where it is true and once where it is predicted
    seen = (true == classes[:, None]).sum(axis=1) + (pred == classes[:, None]).sum(axis=1)
    return float((2 * hits.sum(axis=1) / seen).mean())


def mean_squared_error(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """Return the mean of (y_true - y_pred)^2 over all entries, both of one shape.

    Raises
    ------
    ValueError
        Where the two differ in shape or are empty.
    """
    import numpy as np

    true, pred = np.asarray(y_true, float), np.asarray(y_pred, float)
    _check(true, pred, true.shape == pred.shape)
    return float(((true - pred) ** 2).mean())


def log_loss(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """Return the mean of -log p[true class].

    Parameters
    ----------
    y_true : array-like of shape (n,)
        Labels from 0 to k - 1.
    y_pred : array-like of shape (n, k), or (n,) for the probability of class 1 of two
        Probabilities; a 0 counts as the smallest step of their type, so that the loss is finite.

    Raises
    ------
    ValueError
        Where the two differ in length or are empty, a label has no column, or a number is no probability.
    """
    import numpy as np

    true, probs = np.asarray(y_true), np.asarray(y_pred)
    probs = probs if np.issubdtype(probs.dtype, np.floating) else probs.astype(float)
    if probs.ndim == 1:
        probs = np.stack([1 - probs, probs], axis=1)
    _check(true, probs, true.ndim == 1 and probs.ndim == 2 and len(true) == len(probs))
    if not ((probs >= 0) & (probs <= 1)).all():
        raise ValueError("log_loss takes probabilities: numbers from 0 to 1")
    if not np.isin(true, np.arange(probs.shape[1])).all():
        raise ValueError(f"log_loss takes labels from 0 to {probs.shape[1] - 1}: a column for each")
    chosen = probs[np.arange(len(true)), true.astype(int)]
    return float(-np.log(np.clip(chosen, np.finfo(probs.dtype).eps, 1)).mean())


def _labels(y_true: ArrayLike, y_pred: ArrayLike) -> tuple[NDArray[np.generic], NDArray[np.generic]]:
    import numpy as np

    true, pred = np.asarray(y_true), np.asarray(y_pred)
    _check(true, pred, true.ndim == 1 and true.shape == pred.shape)  # (n,) and (n, 1) would broadcast to (n, n)
    return true, pred


def _check(true: NDArray[np.generic], pred: NDArray[np.generic], fits: bool) -> None:
    if not fits:
        raise ValueError(f"y_true of shape {true.shape} and y_pred of shape {pred.shape} do not belong together")
    if true.size == 0:
        raise ValueError("there is nothing to measure: y_true is empty")


METRICS = (
    Metric("accuracy", "the share of right labels", "higher", accuracy),
    Metric("macro_f1", "the mean over the classes of F1", "higher", macro_f1),
    Metric("mean_squared_error", "the mean of the squared differences", "lower", mean_squared_error),
    Metric("log_loss", "the mean of -log p of the true class", "lower", log_loss),
)
