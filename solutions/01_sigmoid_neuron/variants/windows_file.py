"""A file as Windows editors save it, lines ending in CR LF; buffers of its own, filled by `out=`."""

import numpy as np


def sigmoid(z):
    z = np.array(z, dtype=float)
    np.multiply(z, 0.5, out=z)
    np.tanh(z, out=z)
    z += 1
    z /= 2
    return z


def sigmoid_derivative(z):
    s = sigmoid(z)
    rest = np.subtract(1, s)
    rest *= s
    return rest


class Neuron:
    __slots__ = ("_bias", "_weights")

    def __init__(self, weights, bias):
        self._weights, self._bias = tuple(weights), bias

    weights = property(lambda self: self._weights)
    bias = property(lambda self: self._bias)

    def feedforward(self, inputs):
        products = np.array(inputs, dtype=float)
        products *= self._weights
        total = np.add.reduce(products, axis=-1)
        return sigmoid(total + self._bias)
