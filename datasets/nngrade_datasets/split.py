"""Fixed stratified splits: the same rows on every machine and with every version of NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from nngrade.api import Labels
    from numpy.typing import NDArray


def stratified(y: Labels, n_test: int, seed: int = 0) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the shuffled row numbers of the training and the test part.

    Each class gets its share of the `n_test` test rows, rounded so that the parts add up (largest remainder).
    """
    import numpy as np

    # RandomState, because NumPy promises that its stream never changes; a Generator's may.
    rng = np.random.RandomState(seed)
    classes, counts = np.unique(y, return_counts=True)
    shares = counts * n_test / len(y)
    quota = np.floor(shares).astype(int)
    largest = np.argsort(quota - shares, kind="stable")[: n_test - quota.sum()]
    quota[largest] += 1
    train, test = [], []
    for label, k in zip(classes, quota, strict=True):
        rows = rng.permutation(np.flatnonzero(y == label))
        test.append(rows[:k])
        train.append(rows[k:])
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(test))
