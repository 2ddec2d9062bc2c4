"""einsum everywhere, named tuples and a dict subclass for results, type hints, Adam in a dataclass."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Data(NamedTuple):
    X: Array
    y: Array


class Split(NamedTuple):
    X_train: Array
    y_train: Array
    X_val: Array
    y_val: Array


class Pass(NamedTuple):
    Z1: Array
    A1: Array
    Z2: Array
    A2: Array


class Params(dict):
    """A dict that also answers to attributes."""

    def __getattr__(self, name: str) -> Array:
        return self[name]


class Counts(NamedTuple):
    tp: int
    fp: int
    fn: int
    tn: int


def _number(text: str, line: int) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise ValueError(f"{text!r} in line {line} is not a whole number") from error


def load_csv(path: str) -> Data:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    start = 1 if lines and not lines[0].split(",")[0].strip().isdigit() else 0
    table = np.empty((len(lines) - start, 785), dtype=np.int64)
    for row, line in enumerate(lines[start:]):
        fields = line.split(",")
        if len(fields) != 785:
            raise ValueError(f"line {row + start + 1}: {len(fields)} fields")
        table[row] = [_number(text, row + start + 1) for text in fields]
    return Data(X=table[:, 1:], y=table[:, 0])


def prepare(X: Array, y: Array, val_fraction: float, rng: np.random.Generator) -> Split:
    if not isinstance(rng, np.random.Generator):
        raise TypeError("rng must be a numpy.random.Generator")
    shuffled = rng.permutation(len(X))
    cut = len(X) - int(np.ceil(len(X) * val_fraction))
    train, val = shuffled[:cut], shuffled[cut:]
    scaled = np.multiply(X, 1 / 255)
    return Split(scaled[train], y[train], scaled[val], y[val])


def init_params(n_in: int, n_hidden: int, n_out: int, rng: np.random.Generator) -> Params:
    first, second = rng.spawn(2)
    return Params(
        W1=first.uniform(-0.5, 0.5, size=(n_in, n_hidden)),
        b1=first.uniform(-0.5, 0.5, size=n_hidden),
        W2=second.uniform(-0.5, 0.5, size=(n_hidden, n_out)),
        b2=second.uniform(-0.5, 0.5, size=n_out),
    )


def log_softmax(Z: Array) -> Array:
    shifted = Z - np.max(Z, axis=-1, keepdims=True)
    return shifted - np.log(np.einsum("nk->n", np.exp(shifted)))[:, np.newaxis]


def forward(X: Array, params: dict[str, Array]) -> Pass:
    Z1 = np.einsum("nd,dh->nh", X, params["W1"], optimize=True) + params["b1"]
    A1 = (np.abs(Z1) + Z1) / 2
    Z2 = np.einsum("nh,hk->nk", A1, params["W2"], optimize=True) + params["b2"]
    return Pass(Z1, A1, Z2, np.exp(log_softmax(Z2)))


def backward(X: Array, y: Array, params: dict[str, Array]) -> OrderedDict[str, Array]:
    return gradients(X, y, params, forward(X, params))


def gradients(X: Array, y: Array, params: dict[str, Array], steps: Pass) -> OrderedDict[str, Array]:
    Y = (np.arange(steps.A2.shape[1]) == y[:, None]).astype(float)
    delta2 = steps.A2 - Y
    delta1 = np.einsum("nk,hk,nh->nh", delta2, params["W2"], np.heaviside(steps.Z1, 0.0), optimize=True)
    n = X.shape[0]
    return OrderedDict(
        b2=np.einsum("nk->k", delta2) / n,
        b1=np.einsum("nh->h", delta1) / n,
        W2=np.einsum("nh,nk->hk", steps.A1, delta2, optimize=True) / n,
        W1=np.einsum("nd,nh->dh", X, delta1, optimize=True) / n,
    )


def gradient_descent(
    X: Array, y: Array, params: dict[str, Array], *, lr: float = 0.1, iterations: int = 500
) -> tuple[Params, dict[str, Array]]:
    current = Params({name: np.array(value, copy=True) for name, value in params.items()})
    history = {"loss": np.empty(iterations), "accuracy": np.empty(iterations)}
    steps = forward(X, current)
    for step in range(iterations):
        for name, grad in gradients(X, y, current, steps).items():
            current[name] -= lr * grad
        steps = forward(X, current)
        scores = log_softmax(steps.Z2)
        history["loss"][step] = -np.mean(np.take_along_axis(scores, y[:, None].astype(int), axis=1))
        history["accuracy"][step] = np.count_nonzero(scores.argmax(1) == y) / len(y)
    return current, history


def predict(X: Array, params: dict[str, Array]) -> Array:
    return np.argmax(forward(X, params).Z2, axis=-1)


def accuracy(y_true: Array, y_pred: Array) -> np.float64:
    return np.float64(np.count_nonzero(np.equal(y_true, y_pred)) / np.size(y_true))


def confusion_matrix(y_true: Array, y_pred: Array, n_classes: int) -> Array:
    rows, columns = np.eye(n_classes, dtype=int)[y_true], np.eye(n_classes, dtype=int)[y_pred]
    return np.einsum("ni,nj->ij", rows, columns)


def binary_counts(matrix: Array, c: int) -> Counts:
    others = np.arange(len(matrix)) != c
    return Counts(
        tp=matrix[c, c], fp=matrix[others, c].sum(), fn=matrix[c, others].sum(), tn=matrix[others][:, others].sum()
    )


@dataclass
class Model:
    params: dict[str, Array]
    first: dict[str, Array] = field(default_factory=dict)
    second: dict[str, Array] = field(default_factory=dict)
    steps: int = 0

    def adam(self, grads: dict[str, Array], lr: float) -> None:
        self.steps += 1
        for name, grad in grads.items():
            m = self.first.get(name, 0.0) * 0.9 + 0.1 * grad
            v = self.second.get(name, 0.0) * 0.999 + 0.001 * grad**2
            self.first[name], self.second[name] = m, v
            corrected = (m / (1 - 0.9**self.steps)) / (np.sqrt(v / (1 - 0.999**self.steps)) + 1e-8)
            self.params[name] = (self.params[name] - lr * corrected).astype(np.float32)


def fit(X_train: Array, y_train: Array, rng: np.random.Generator) -> Model:
    X = X_train.astype(np.float32)
    model = Model(
        {
            "W1": (rng.standard_normal((784, 128)) * np.sqrt(2 / 784)).astype(np.float32),
            "b1": np.zeros(128, np.float32),
            "W2": (rng.standard_normal((128, 10)) * np.sqrt(2 / 128)).astype(np.float32),
            "b2": np.zeros(10, np.float32),
        }
    )
    for epoch in range(18):
        for rows in np.array_split(rng.permutation(len(X)), max(len(X) // 80, 1)):
            images = X[rows].reshape(-1, 28, 28)
            down, right = rng.integers(-1, 2, size=2)
            moved = np.roll(images, (down, right), axis=(1, 2)).reshape(len(rows), -1)
            model.adam(backward(moved, y_train[rows], model.params), 0.003 * 0.85**epoch)
    return model


def classify(model: Model, X: Array) -> Array:
    return predict(X, model.params)
