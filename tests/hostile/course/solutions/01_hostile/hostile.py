"""The reference solution; what a case gets as `right.py` beside it is this file without its canary."""

import numpy as np

CANARY = "{{SOLUTION}}"


def normalized(x):
    """Return x - mean(x)."""
    return x - np.mean(x)


def statistics(X):
    """Return mean and spread of the columns, and the number of rows."""
    return {"mean": X.mean(axis=0), "spread": X.std(axis=0), "count": len(X)}


class Model:
    """A vector that is moved half of the way."""

    def __init__(self, w):
        self.w = np.array(w)

    def step(self, x, lr=0.5):
        """Move w towards x; return the distance that is left."""
        self.w = self.w + lr * (x - self.w)
        return float(np.linalg.norm(x - self.w))

    def save(self, path):
        """Write w into an .npz file."""
        np.savez(path, w=self.w)


def batches(X, size):
    """Yield the rows, `size` at a time."""
    for start in range(0, len(X), size):
        yield X[start : start + size]


def fit(X, y, rng):
    """Return the mean image of each class."""
    return np.array([X[y == label].mean(axis=0) for label in np.unique(y)])


def predict(model, X):
    """Return the class whose mean is nearest."""
    return ((X[:, None, :] - model[None]) ** 2).sum(axis=2).argmin(axis=1)
