"""Nothing is right but what is taken from the folder above, which nobody copies."""
import numpy as np


def statistics(X):
    return {"mean": X.mean(axis=0), "spread": X.std(axis=0), "count": len(X)}


class Model:
    def __init__(self, w):
        self.w = np.array(w)

    def step(self, x, lr=0.5):
        self.w = self.w + lr * (x - self.w)
        return float(np.linalg.norm(x - self.w))

    def save(self, path):
        np.savez(path, w=self.w)


def batches(X, size):
    return [X[start : start + size] for start in range(0, len(X), size)]


def fit(X, y, rng):
    return np.array([X[y == label].mean(axis=0) for label in np.unique(y)])


def predict(model, X):
    return ((X[:, None, :] - model[None]) ** 2).sum(axis=2).argmin(axis=1)
