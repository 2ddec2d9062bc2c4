"""Loops over lists: rows, neurons and inputs one by one, with `math` for each number; lists as answers."""

import math


def sigmoid(z):
    if z < 0:
        return math.exp(z) / (1 + math.exp(z))
    return 1 / (1 + math.exp(-z))


def init_layers(sizes, rng):
    layers = []
    for i in range(1, len(sizes)):
        d_in, d_out = sizes[i - 1], sizes[i]
        a = math.sqrt(3 / d_in)
        W = [[rng.uniform(-a, a) for _ in range(d_out)] for _ in range(d_in)]
        layers.append((W, [0] * d_out))
    return layers


def neuron(x, W, b, j):
    z = float(b[j])
    for i in range(len(x)):
        z += float(x[i]) * float(W[i][j])
    return sigmoid(z)


def layer_forward(X, W, b):
    return [[neuron(row, W, b, j) for j in range(len(b))] for row in X]


def feedforward(X, layers):
    if not hasattr(X[0], "__len__"):
        return feedforward([X], layers)[0]
    for W, b in layers:
        X = layer_forward(X, W, b)
    return X


def count_parameters(layers):
    total = 0
    for W, b in layers:
        for row in W:
            total += len(row)
        total += len(b)
    return total
