"""Windows line ends, letters beyond ASCII, type hints everywhere, and a global count that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypedDict

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Labels = NDArray[np.integer]
EPSILON: Final = 1e-8
CALLS: dict[str, int] = {}


class Params(TypedDict):
    W1: Array
    b1: Array
    W2: Array
    b2: Array


def standardize(X_train: Array, X_other: Array) -> tuple[Array, Array]:
    mean: Array = X_train.mean(axis=0)
    std: Array = X_train.std(axis=0) + 1e-10
    return (X_train - mean) / std, (X_other - mean) / std


def iterate_minibatches(
    X: Array, y: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Größer werdende Zeilennummern, gemischt."""
    for rows in np.split(rng.permutation(len(X)), np.arange(batch_size, len(X), batch_size)):
        yield X[rows], y[rows]


class MLP:
    params: Params

    def __init__(self, n_in: int, n_hidden: int, n_out: int, rng: np.random.Generator) -> None:
        CALLS["MLP"] = CALLS.get("MLP", 0) + 1
        self.params = Params(
            W1=rng.normal(0, np.sqrt(2 / n_in), (n_in, n_hidden)),
            b1=np.zeros(n_hidden),
            W2=rng.normal(0, np.sqrt(2 / n_hidden), (n_hidden, n_out)),
            b2=np.zeros(n_out),
        )

    def _run(self, X: Array) -> tuple[Array, Array, Array]:
        Z1 = X @ self.params["W1"] + self.params["b1"]
        A1 = np.maximum(Z1, 0.0)
        Z2 = A1 @ self.params["W2"] + self.params["b2"]
        E = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
        return Z1, A1, E / E.sum(axis=1, keepdims=True)

    def forward(self, X: Array) -> Array:
        return self._run(X)[-1]

    def backward(self, X: Array, y: Labels) -> Params:
        Z1, A1, A2 = self._run(X)
        m = X.shape[0]
        dZ2 = A2 - np.identity(A2.shape[1])[y]
        dZ1 = (self.params["W2"] @ dZ2.T).T * (Z1 > 0).astype(float)
        return Params(W1=X.T @ dZ1 / m, b1=dZ1.mean(axis=0), W2=A1.T @ dZ2 / m, b2=dZ2.mean(axis=0))

    def step(self, grads: Params, lr: float) -> None:
        self.params["W1"] -= lr * grads["W1"]
        self.params["b1"] -= lr * grads["b1"]
        self.params["W2"] -= lr * grads["W2"]
        self.params["b2"] -= lr * grads["b2"]

    def predict(self, X: Array) -> Labels:
        return np.argmax(self.forward(X), axis=1).astype(np.int8)

    def save(self, path: str) -> None:
        np.savez(path, **self.params)

    @classmethod
    def load(cls, path: str) -> MLP:
        with np.load(path) as file:
            model = cls(*file["W1"].shape, file["b2"].shape[0], np.random.default_rng(0))
            model.params["W1"], model.params["b1"] = file["W1"], file["b1"]
            model.params["W2"], model.params["b2"] = file["W2"], file["b2"]
        return model


def evaluate(model: MLP, X: Array, y: Labels) -> tuple[float, float]:
    probs = model.forward(X)
    return float(-np.log(probs[np.arange(y.size), y] + EPSILON).mean()), float(np.mean(probs.argmax(axis=1) == y))


def train(
    model: MLP,
    X_train: Array,
    y_train: Labels,
    X_val: Array,
    y_val: Labels,
    *,
    epochs: int = 30,
    lr: float = 0.1,
    batch_size: int = 64,
    rng: np.random.Generator,
) -> dict[str, list[float]]:
    history: dict[str, list[float]] = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": []}
    best_acc: float = float("-inf")
    best: Params | None = None
    for _ in range(epochs):
        for X_batch, y_batch in iterate_minibatches(X_train, y_train, batch_size, rng):
            model.step(model.backward(X_batch, y_batch), lr)
        (a, b), (c, d) = evaluate(model, X_train, y_train), evaluate(model, X_val, y_val)
        for name, number in zip(("train_loss", "train_acc", "val_loss", "val_acc"), (a, b, c, d), strict=True):
            history[name].append(number)
        if d > best_acc:
            best_acc, best = d, {name: param.copy() for name, param in model.params.items()}  # type: ignore
    assert best is not None
    model.params = best
    return history
