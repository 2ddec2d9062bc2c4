"""A neuron that is a named tuple; the sigmoid by the logarithm of a sum, which never overflows."""

from typing import NamedTuple

import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def sigmoid_derivative(z):
    s = sigmoid(z)
    return s - s**2


class Neuron(NamedTuple):
    weights: object
    bias: object

    def feedforward(self, inputs):
        return sigmoid(np.inner(inputs, self.weights) + self.bias)
