"""The sigmoid in two branches by masks, the derivative as e^-|z| / (1 + e^-|z|)^2, rows weighed one by one."""

import numpy as np


def sigmoid(z):
    z = np.asarray(z)
    out = np.empty(z.shape)
    right = z >= 0
    out[right] = 1 / (1 + np.exp(-z[right]))
    power = np.exp(z[~right])
    out[~right] = power / (1 + power)
    return out[()]


def sigmoid_derivative(z):
    power = np.exp(-np.abs(z))
    return power / (1 + power) ** 2


class Neuron:
    def __init__(self, weights, bias):
        self.weights, self.bias = np.asarray(weights, dtype=float), float(bias)

    def feedforward(self, inputs):
        X = np.asarray(inputs, dtype=float)
        if X.ndim == 1:
            return float(sigmoid((X * self.weights).sum() + self.bias))
        out = np.zeros(X.shape[0])
        for i, x in enumerate(X):
            out[i] = sigmoid((x * self.weights).sum() + self.bias)
        return out
