"""Works in buffers of its own by `out=` and in-place steps, and hands out copies; every warning is an error."""

import warnings

import numpy as np

np.seterr(all="raise")
warnings.simplefilter("error")


def sigmoid(z):
    out = np.negative(z, dtype=float)
    np.exp(out, out=out)
    out += 1
    return np.divide(1, out, out=out)


def init_layers(sizes, rng):
    layers = []
    for n, d_out in enumerate(sizes[1:]):
        W = np.empty((sizes[n], d_out))
        rng.standard_normal(out=W)
        W /= np.sqrt(sizes[n])
        b = np.empty(d_out)
        b.fill(0)
        layers.append((W, b))
    return layers


def layer_forward(X, W, b):
    Z = np.empty((len(X), W.shape[1]))
    np.matmul(np.asarray(X, dtype=float), W, out=Z)
    Z += b
    Z[...] = sigmoid(Z)
    return Z.copy()


def feedforward(X, layers):
    X = np.array(X, dtype=float)
    shape = X.shape[:-1]
    X.shape = (-1, X.shape[-1])
    for W, b in layers:
        X = layer_forward(X, W, b)
    return X.reshape(*shape, -1)


def count_parameters(layers):
    return np.add.reduce([array.size for pair in layers for array in pair])
