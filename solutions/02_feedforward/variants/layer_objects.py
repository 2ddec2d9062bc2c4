"""Layers are named tuples with methods of their own, type hints throughout, functools.reduce for the network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(z, -40, 40)))


class Layer(NamedTuple):
    W: Array
    b: Array

    def __matmul__(self, X: Array) -> Array:
        return sigmoid(np.matmul(X, self.W) + self.b)

    @property
    def size(self) -> int:
        return self.W.size + self.b.size


def init_layers(sizes: Sequence[int], rng: np.random.Generator) -> list[Layer]:
    assert isinstance(rng, np.random.Generator)
    layers = []
    for d_in, d_out, child in zip(sizes[:-1], sizes[1:], rng.spawn(len(sizes) - 1), strict=True):
        layers.append(Layer(child.normal(scale=d_in**-0.5, size=(d_in, d_out)), np.zeros(shape=d_out)))
    return layers


def layer_forward(X: Array, W: Array, b: Array) -> Array:
    return Layer(W, b) @ X


def feedforward(X: Array, layers: Sequence[tuple[Array, Array]]) -> Array:
    return reduce(lambda A, pair: Layer(*pair) @ A, layers, X)


def count_parameters(layers: Sequence[tuple[Array, Array]]) -> int:
    return sum(Layer(*pair).size for pair in layers)
