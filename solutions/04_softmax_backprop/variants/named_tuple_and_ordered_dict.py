"""`forward` gives a named tuple, `backward` a dict of its own kind in another order; typed throughout."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Steps(NamedTuple):
    """The four arrays of a pass, by name."""

    Z1: Array
    A1: Array
    Z2: Array
    A2: Array


class Gradients(OrderedDict):
    """Gradients by name, which can also be added."""

    def __add__(self, other: Gradients) -> Gradients:
        return Gradients((name, self[name] + other[name]) for name in self)


def relu(z: Array) -> Array:
    result: Array = np.array(z, copy=True)
    result[result < 0] = 0
    return result


def relu_derivative(z: Array) -> NDArray[np.bool_]:
    return np.greater(z, 0)


def softmax(z: Array) -> Array:
    return np.apply_along_axis(lambda row: np.exp(row - row.max()) / np.exp(row - row.max()).sum(), -1, z)


def one_hot(y: NDArray[np.integer], n_classes: int) -> NDArray[np.bool_]:
    return y[:, np.newaxis] == np.arange(n_classes)


def cross_entropy(y: NDArray[np.integer], probs: Array) -> np.float64:
    p = probs[one_hot(y, probs.shape[-1])]
    return np.average(-np.log(np.where(p < 1e-9, 1e-9, p)))


def forward(X: Array, params: dict[str, Array]) -> Steps:
    affine: dict[str, Array] = {}
    affine["1"] = np.tensordot(X, params["W1"], axes=1) + params["b1"]
    A1 = relu(affine["1"])
    affine["2"] = np.tensordot(A1, params["W2"], axes=1) + params["b2"]
    return Steps(Z1=affine["1"], A1=A1, Z2=affine["2"], A2=softmax(affine["2"]))


def backward(X: Array, y: NDArray[np.integer], params: dict[str, Array]) -> Gradients:
    steps = forward(X, params)
    errors = defaultdict(lambda: np.zeros(0))
    errors["2"] = (steps.A2 - one_hot(y, steps.A2.shape[1])) * (1 / len(X))
    errors["1"] = (errors["2"] @ params["W2"].T) * (steps.Z1 > 0)
    found = Gradients()
    for layer, inputs in (("2", steps.A1), ("1", X)):
        found["b" + layer] = errors[layer].sum(0)
        found["W" + layer] = inputs.T @ errors[layer]
    return found
