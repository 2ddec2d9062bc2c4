"""The reference solution of exercise 01: one neuron, the weighted sum and the sigmoid."""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z), elementwise: z of any shape -> the same shape, a number -> a number."""
    # The same function as the formula, by tanh: e^-z is infinite at z = -800, tanh never overflows.
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_derivative(z):
    """Return s'(z) = s(z) (1 - s(z)), elementwise: z of any shape -> the same shape. It takes z, not s(z)."""
    s = sigmoid(z)
    return s * (1 - s)


class Neuron:
    """A neuron: weights (d,), a bias, and the sigmoid."""

    def __init__(self, weights, bias):
        self.weights = np.array(weights)
        self.bias = bias

    def feedforward(self, inputs):
        """Return s(w . x + b): inputs (d,) -> a float, (n, d) -> (n,)."""
        # (d,) @ (d,) is a number and (n, d) @ (d,) is (n,): one line serves one sample and a batch.
        return sigmoid(np.asarray(inputs) @ self.weights + self.bias)
