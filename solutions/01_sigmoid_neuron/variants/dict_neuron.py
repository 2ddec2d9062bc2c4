"""A neuron that is a dict with its keys as attributes; e^z / (1 + e^z) where z is below 0, by np.where."""

import numpy as np


def sigmoid(z):
    power = np.exp(-np.abs(z))
    return np.where(np.greater_equal(z, 0), 1.0, power) / (1.0 + power)


def sigmoid_derivative(z):
    return sigmoid(z) * sigmoid(np.negative(z))


class Neuron(dict):
    def __init__(self, weights, bias):
        super().__init__(weights=np.array(weights, dtype=float), bias=bias)

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def feedforward(self, inputs):
        return sigmoid(np.sum(np.multiply(inputs, self["weights"]), axis=-1) + self["bias"])
