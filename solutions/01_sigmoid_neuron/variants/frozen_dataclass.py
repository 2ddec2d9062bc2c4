"""A frozen dataclass with slots, type hints, and the sigmoid of limited z."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

LIMIT: float = 60.0


def sigmoid(z: ArrayLike) -> NDArray[np.float64] | np.float64:
    limited = np.clip(np.asarray(z, dtype=np.float64), -LIMIT, LIMIT)
    return np.float64(1.0) / (np.float64(1.0) + np.exp(-limited))


def sigmoid_derivative(z: ArrayLike) -> NDArray[np.float64] | np.float64:
    limited = np.clip(np.asarray(z, dtype=np.float64), -LIMIT, LIMIT)
    return np.float64(1.0) / (np.float64(2.0) + np.exp(limited) + np.exp(-limited))


@dataclass(frozen=True, slots=True)
class Neuron:
    weights: Sequence[float]
    bias: float

    def feedforward(self, inputs: ArrayLike) -> NDArray[np.float64] | float:
        z = np.tensordot(np.asarray(inputs, dtype=np.float64), np.asarray(self.weights), axes=1) + self.bias
        return sigmoid(z)
