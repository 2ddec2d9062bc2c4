"""The reference solution of exercise 02: neurons in layers, layers in a network."""

from itertools import pairwise

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z), elementwise."""
    return 1 / (1 + np.exp(-z))


def init_layers(sizes, rng):
    """Return a list of (W (d_in, d_out), b (d_out,)), one a layer, for sizes [d, h1, ..., k]."""
    # Sums of d_in products keep a spread of about 1 when each weight has the spread 1 / sqrt(d_in).
    return [(rng.normal(0, 1 / np.sqrt(d_in), size=(d_in, d_out)), np.zeros(d_out)) for d_in, d_out in pairwise(sizes)]


def layer_forward(X, W, b):
    """Return s(X W + b): X (n, d_in), W (d_in, d_out), b (d_out,) -> (n, d_out)."""
    return sigmoid(X @ W + b)


def feedforward(X, layers):
    """Return the output of the last layer: X (n, d) -> (n, k), one sample (d,) -> (k,)."""
    for W, b in layers:
        X = layer_forward(X, W, b)
    return X


def count_parameters(layers):
    """Return how many weights and biases the layers hold together."""
    return sum(W.size + b.size for W, b in layers)
