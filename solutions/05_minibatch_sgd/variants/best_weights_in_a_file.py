"""The best weights wait in a temporary file; the network is the dict of its parameters; plain statistics scale."""

import os
import statistics
import tempfile

import numpy as np


def standardize(X_train, X_other):
    means = [statistics.fmean(column) for column in X_train.T.astype(float).tolist()]
    deviations = [statistics.pstdev(column) for column in X_train.T.astype(float).tolist()]

    def scale(X):
        return [
            [
                (value - mean) / deviation if deviation else 0.0
                for value, mean, deviation in zip(row, means, deviations, strict=False)
            ]
            for row in X.tolist()
        ]

    train = scale(X_train)
    return np.array(train), np.array(scale(X_other))


def iterate_minibatches(X, y, batch_size, rng):
    return list(_batches(X, y, batch_size, rng))


def _batches(X, y, batch_size, rng):
    waiting = np.arange(len(X))
    while waiting.size:
        chosen = rng.choice(waiting.size, size=min(batch_size, waiting.size), replace=False)
        yield X[waiting[chosen]], y[waiting[chosen]]
        waiting = np.delete(waiting, chosen)


class MLP(dict):
    """A dict of its parameters, in which they are also attributes."""

    def __init__(self, n_in, n_hidden, n_out, rng):
        super().__init__(
            W1=rng.normal(0, np.sqrt(2 / n_in), (n_in, n_hidden)),
            b1=np.zeros(n_hidden),
            W2=rng.normal(0, np.sqrt(1 / n_hidden), (n_hidden, n_out)),
            b2=np.zeros(n_out),
        )

    @property
    def params(self):
        return self

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def hidden(self, X):
        return np.maximum(X @ self.W1 + self.b1, 0)

    def forward(self, X):
        scores = self.hidden(X) @ self.W2 + self.b2
        exp = np.exp(scores - scores.max(axis=1, keepdims=True))
        return exp / exp.sum(axis=1, keepdims=True)

    def backward(self, X, y):
        A1, delta = self.hidden(X), self.forward(X)
        for row, label in enumerate(y):
            delta[row, label] -= 1
        delta /= len(X)
        back = delta @ self.W2.T * (A1 > 0)
        return {"W2": A1.T @ delta, "b2": delta.sum(axis=0), "W1": X.T @ back, "b1": back.sum(axis=0)}

    def step(self, grads, lr):
        self.update({name: self[name] - lr * grads[name] for name in self})

    def predict(self, X):
        return self.forward(X).argmax(axis=1)

    def save(self, path):
        np.savez(path, **self)

    @classmethod
    def load(cls, path):
        model = cls(1, 1, 1, np.random.default_rng())
        with np.load(path) as file:
            model.update(file)
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": []}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "best.npz")
        for _ in range(epochs):
            for X, y in iterate_minibatches(X_train, y_train, batch_size, rng):
                model.step(model.backward(X, y), lr)
            for part, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
                probs = model.forward(X)
                history[f"{part}_loss"].append(float(-np.log(np.maximum(probs[range(len(y)), y], 1e-12)).mean()))
                history[f"{part}_acc"].append(float(np.mean(probs.argmax(axis=1) == y)))
            if history["val_acc"][-1] == max(history["val_acc"]):
                model.save(path)
        with np.load(path) as file:
            model.update(file)
    return history
