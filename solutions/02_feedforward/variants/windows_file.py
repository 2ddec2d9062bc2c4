"""A file as Windows editors save it, with CR LF; layers drawn from the last to the first, trimmed normals."""

import itertools
from functools import partial

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def trimmed(rng, shape):
    """Draw normal numbers, those beyond 2 drawn again."""
    numbers = rng.normal(size=shape)
    while (far := np.abs(numbers) > 2).any():
        numbers[far] = rng.normal(size=far.sum())
    return numbers


def init_layers(sizes, rng):
    draw = partial(trimmed, rng)
    steps = list(itertools.pairwise(sizes))
    biases = [np.zeros(d_out) for _, d_out in steps]
    matrices = [draw((d_in, d_out)) * (1 / d_in) ** 0.5 for d_in, d_out in reversed(steps)][::-1]
    return list(zip(matrices, biases, strict=True))


def layer_forward(X, W, b):
    outputs = np.zeros((X.shape[0], W.shape[1]))
    for j in range(W.shape[1]):
        outputs[:, j] = sigmoid((X * W[:, j]).sum(axis=1) + b[j])
    return outputs


def feedforward(X, layers):
    match X.ndim:
        case 1:
            (row,) = feedforward(X[None], layers)
            return row
        case _:
            remaining = list(layers)
            while remaining:
                X = layer_forward(X, *remaining.pop(0))
            return X


def count_parameters(layers):
    count = 0
    for pair in layers:
        for array in pair:
            count += array.size
    return count
