"""The bias is one more row of W, for an input that is always 1; layers come as lists, not tuples."""

import numpy as np


def sigmoid(z):
    return np.reciprocal(1.0 + np.exp(-z))


def init_layers(sizes, rng):
    layers = []
    previous = sizes[0]
    for size in sizes[1:]:
        both = np.vstack([rng.normal(0.0, 1.0, (previous, size)) * np.sqrt(1.0 / previous), np.zeros((1, size))])
        layers.append([both[:-1], both[-1]])
        previous = size
    return layers


def layer_forward(X, W, b):
    ones = np.ones((X.shape[0], 1))
    return sigmoid(np.hstack([X, ones]).dot(np.vstack([W, b])))


def feedforward(X, layers):
    single = X.ndim == 1
    A = X.reshape(1, -1) if single else X
    for layer in layers:
        A = layer_forward(A, layer[0], layer[1])
    return A.reshape(-1) if single else A


def count_parameters(layers):
    return sum((W.shape[0] + 1) * W.shape[1] for W, _ in layers)
