"""Two half moons: a data set that needs no file."""

from __future__ import annotations

from nngrade.api import Arrays, DataSource

ROWS = 200


def load(source: DataSource) -> Arrays:
    """Return 160 training and 40 test rows: `X` float64 of shape (n, 2), `y` 0 or 1."""
    import numpy as np

    rng = np.random.RandomState(0)  # its stream is the same in every version of NumPy
    angle = rng.uniform(0, np.pi, ROWS)
    y = np.arange(ROWS) % 2
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    X = np.where(y[:, None] == 0, upper, lower) + rng.normal(scale=0.1, size=(ROWS, 2))
    return Arrays(X[:160], y[:160], X[160:], y[160:], variant="moons")
