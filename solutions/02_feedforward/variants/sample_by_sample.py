"""One sample at a time through neurons that are functions; a generator of outer products where a product would do."""

import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def init_layers(sizes, rng):
    def pairs():
        for i in range(len(sizes) - 1):
            # A coin's two sides have the deviation 1 as well.
            signs = rng.choice([-1.0, 1.0], size=(sizes[i], sizes[i + 1]))
            yield signs / np.sqrt(sizes[i]), np.zeros(sizes[i + 1], dtype=int)

    return list(pairs())


def neurons(W, b):
    return [lambda x, w=w, bias=bias: sigmoid((x * w).sum() + bias) for w, bias in zip(W.T, b, strict=True)]


def layer_forward(X, W, b):
    every = neurons(W, b)
    return np.array([[one(x) for one in every] for x in X])


def one_sample(x, layers):
    for W, b in layers:
        x = sigmoid(sum(value * row for value, row in zip(x, W, strict=True)) + b)
    return x


def feedforward(X, layers):
    if X.ndim == 1:
        return one_sample(X, layers)
    return np.stack([one_sample(x, layers) for x in X])


def count_parameters(layers):
    return len(np.concatenate([np.ravel(array) for pair in layers for array in pair]))
