"""Ordered and default dicts, a dataclass for the network, a class for the batches, a named tuple of scaled arrays."""

from collections import OrderedDict, defaultdict, namedtuple
from dataclasses import dataclass

import numpy as np

Scaled = namedtuple("Scaled", "train other")


def standardize(X_train, X_other):
    mean = X_train.mean(axis=0)
    std = np.sqrt(((X_train - mean) ** 2).mean(axis=0))
    flat = std < 1e-10
    return Scaled(*((X - mean) * ~flat / (std + flat) for X in (X_train, X_other)))


class Batches:
    def __init__(self, X, y, size, order):
        self.X, self.y, self.size, self.order = X, y, size, order

    def __len__(self):
        return -(-len(self.order) // self.size)

    def __getitem__(self, number):
        rows = self.order[number * self.size : (number + 1) * self.size]
        if not len(rows):
            raise IndexError(number)
        return self.X[rows], self.y[rows]


def iterate_minibatches(X, y, batch_size, rng):
    return Batches(X, y, batch_size, rng.permutation(len(y)))


@dataclass(eq=False)
class MLP:
    n_in: int
    n_hidden: int
    n_out: int
    rng: np.random.Generator | None = None

    def __post_init__(self):
        self.params = OrderedDict(b2=np.zeros(self.n_out), b1=np.zeros(self.n_hidden))
        if self.rng is not None:
            assert isinstance(self.rng, np.random.Generator)
            self.params["W2"] = self.rng.normal(0, 0.05, (self.n_hidden, self.n_out))
            self.params["W1"] = self.rng.normal(0, np.sqrt(2 / self.n_in), (self.n_in, self.n_hidden))

    def forward(self, X):
        self.z1 = X @ self.params["W1"] + self.params["b1"]
        self.a1 = np.maximum(0, self.z1)
        z2 = self.a1 @ self.params["W2"] + self.params["b2"]
        exp = np.exp(z2 - z2.max(axis=1, keepdims=True))
        return exp / exp.sum(axis=1, keepdims=True)

    def backward(self, X, y):
        delta2 = self.forward(X)
        delta2[np.arange(len(y)), y] -= 1.0
        delta2 /= len(y)
        delta1 = delta2 @ self.params["W2"].T
        delta1[self.z1 <= 0] = 0.0
        grads = defaultdict(float)
        grads["b1"], grads["b2"] = delta1.sum(axis=0), delta2.sum(axis=0)
        grads["W2"], grads["W1"] = self.a1.T @ delta2, X.T @ delta1
        return grads

    def step(self, grads, lr):
        for name, grad in sorted(grads.items()):
            self.params[name] = self.params[name] + (-lr) * grad

    def predict(self, X):
        return self.forward(X).argmax(axis=1)

    def save(self, path):
        np.savez(path, **self.params)

    @classmethod
    def load(cls, path):
        arrays = dict(np.load(path))
        model = cls(*arrays["W1"].shape, arrays["b2"].size)
        model.params = OrderedDict(sorted(arrays.items()))
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    history = defaultdict(list)
    best = (-1, None)
    for _ in range(epochs):
        weights, losses, accuracies = [], [], []
        for X, y in iterate_minibatches(X_train, y_train, batch_size, rng):
            probs = model.forward(X)
            weights.append(len(y))
            losses.append(-np.log(probs[np.arange(len(y)), y] + 1e-10).mean())
            accuracies.append(np.mean(probs.argmax(axis=1) == y))
            model.step(model.backward(X, y), lr)
        history["train_loss"].append(np.average(losses, weights=weights))
        history["train_acc"].append(np.average(accuracies, weights=weights))
        probs = model.forward(X_val)
        history["val_loss"].append(-np.log(probs[np.arange(len(y_val)), y_val] + 1e-10).mean())
        history["val_acc"].append(np.mean(probs.argmax(axis=1) == y_val))
        if history["val_acc"][-1] >= best[0]:
            best = history["val_acc"][-1], OrderedDict((name, param.copy()) for name, param in model.params.items())
    model.params = best[1]
    return history
