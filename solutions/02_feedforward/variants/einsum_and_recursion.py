"""The product by einsum on the last axes, the network by recursion, Xavier's uniform weights."""

import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def init_layers(sizes, rng):
    if len(sizes) < 2:
        return []
    d_in, d_out, *_ = sizes
    limit = np.sqrt(6 / (d_in + d_out))
    first = (rng.uniform(-limit, limit, (d_in, d_out)), np.zeros(d_out))
    return [first, *init_layers(sizes[1:], rng)]


def layer_forward(X, W, b):
    return sigmoid(np.einsum("...i,ij->...j", X, W) + b)


def feedforward(X, layers):
    if not layers:
        return X
    (W, b), *rest = layers
    return feedforward(layer_forward(X, W, b), rest)


def count_parameters(layers):
    return 0 if not layers else layers[0][0].size + layers[0][1].size + count_parameters(layers[1:])
