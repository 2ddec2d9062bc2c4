"""Everything in float32, results too: six digits are left, as the contract allows."""

import itertools

import numpy as np


def single(a):
    return np.asarray(a, dtype=np.float32)


def sigmoid(z):
    return np.float32(1) / (np.float32(1) + np.exp(-z))


def init_layers(sizes, rng):
    return [
        (rng.standard_normal((a, b), dtype=np.float32) * single(np.sqrt(2 / a)), np.zeros(b, dtype=np.float32))
        for a, b in itertools.pairwise(sizes)
    ]


def layer_forward(X, W, b):
    return sigmoid(single(X) @ single(W) + single(b))


def feedforward(X, layers):
    A = single(X)
    for W, b in layers:
        A = layer_forward(A, W, b)
    return A


def count_parameters(layers):
    return np.int64(sum(np.prod(np.shape(a)) for pair in layers for a in pair))
