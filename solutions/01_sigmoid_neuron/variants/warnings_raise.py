"""Every warning of NumPy's is an error from the import on; nothing here ever leads to one."""

import warnings

import numpy as np

np.seterr(all="raise")
warnings.simplefilter("error")


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-np.clip(z, -200.0, 200.0)))


def sigmoid_derivative(z):
    s = sigmoid(z)
    return np.multiply(s, 1.0 - s)


class Neuron:
    def __init__(self, weights, bias):
        self.weights = np.copy(weights)
        self.bias = bias

    def feedforward(self, inputs):
        return sigmoid(np.einsum("...i,i->...", inputs, self.weights) + self.bias)
