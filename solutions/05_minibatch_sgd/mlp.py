"""Minibatch SGD: scaled inputs, shuffled batches, a network that keeps its parameters, and the loop that trains it.

The shapes: n samples, d inputs, h hidden neurons, k classes. One sample is one row.
"""

import numpy as np


def relu(z):
    """Return max(0, z), elementwise."""
    return np.maximum(z, 0)


def softmax(z):
    """Return e^z / sum(e^z) over the last axis: (n, k) → (n, k)."""
    exp = np.exp(z - z.max(axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1, keepdims=True)


def one_hot(y, n_classes):
    """Return a 1 in the column of each label: (n,) → (n, n_classes)."""
    return np.eye(n_classes)[y]


def cross_entropy(y, probs):
    """Return the mean of -log p[true class]: y (n,), probs (n, k) → a float."""
    return float(-np.log(np.maximum(probs[np.arange(len(y)), y], 1e-12)).mean())


def standardize(X_train, X_other):
    """Return both, scaled by the mean and standard deviation of X_train: (n, d), (m, d) → (n, d), (m, d)."""
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std = np.where(std > 1e-8, std, 1.0)  # a constant column becomes 0, instead of 0/0
    return (X_train - mean) / std, (X_other - mean) / std


def iterate_minibatches(X, y, batch_size, rng):
    """Yield (X_batch, y_batch) in a fresh random order, every sample once; the last batch may be smaller."""
    order = rng.permutation(len(X))  # one order for both keeps each row with its label
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


class MLP:
    """A network of two layers: affine, ReLU, affine, softmax. `params` is {"W1", "b1", "W2", "b2"}."""

    def __init__(self, n_in, n_hidden, n_out, rng):
        # ReLU zeroes half of the signal; the variance 2/n_in makes up for it (He et al. 2015).
        self.params = {
            "W1": rng.normal(0, np.sqrt(2 / n_in), (n_in, n_hidden)),
            "b1": np.zeros(n_hidden),
            "W2": rng.normal(0, np.sqrt(1 / n_hidden), (n_hidden, n_out)),
            "b2": np.zeros(n_out),
        }

    def forward(self, X):
        """Return the class probabilities: (n, d) → (n, k)."""
        return self._activations(X)[2]

    def backward(self, X, y):
        """Return the gradients of `cross_entropy(y, self.forward(X))`, each in the shape of its parameter."""
        Z1, A1, A2 = self._activations(X)
        dZ2 = (A2 - one_hot(y, A2.shape[1])) / len(y)
        dZ1 = dZ2 @ self.params["W2"].T * (Z1 > 0)
        return {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}

    def step(self, grads, lr):
        """Move every parameter against its gradient: param - lr * grad."""
        for name in self.params:
            self.params[name] = self.params[name] - lr * grads[name]

    def predict(self, X):
        """Return the most likely class: (n, d) → (n,)."""
        return self.forward(X).argmax(axis=1)

    def save(self, path):
        """Write the parameters to one .npz file."""
        np.savez(path, **self.params)

    @classmethod
    def load(cls, path):
        """Return the network that `save` wrote to `path`."""
        model = cls.__new__(cls)  # no weights to draw: they are in the file
        with np.load(path, allow_pickle=False) as file:
            model.params = {name: file[name] for name in file.files}
        return model

    def _activations(self, X):
        p = self.params
        Z1 = X @ p["W1"] + p["b1"]
        A1 = relu(Z1)
        return Z1, A1, softmax(A1 @ p["W2"] + p["b2"])


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    """Train by minibatch SGD, keep the epoch with the best validation accuracy, and return the learning curves."""
    history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": []}
    best_acc, best = -1.0, None
    for _ in range(epochs):
        for X_batch, y_batch in iterate_minibatches(X_train, y_train, batch_size, rng):
            model.step(model.backward(X_batch, y_batch), lr)
        for part, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            probs = model.forward(X)
            history[f"{part}_loss"].append(cross_entropy(y, probs))
            history[f"{part}_acc"].append(float(np.mean(probs.argmax(axis=1) == y)))
        if history["val_acc"][-1] > best_acc:
            best_acc = history["val_acc"][-1]
            best = {name: param.copy() for name, param in model.params.items()}  # a copy, not a second name
    model.params = best
    return history
