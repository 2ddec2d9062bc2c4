"""No arithmetic of NumPy's: lists all the way down, `math` for each number, and lists as answers."""

import math


def each(function, z):
    """Apply a function to every number of nested lists (or of an array)."""
    if hasattr(z, "tolist"):
        z = z.tolist()
    if isinstance(z, (list, tuple)):
        return [each(function, item) for item in z]
    return function(z)


def squash(z):
    if z < 0:
        power = math.exp(z)
        return power / (1 + power)
    return 1 / (1 + math.exp(-z))


def sigmoid(z):
    return each(squash, z)


def sigmoid_derivative(z):
    return each(lambda one: squash(one) * squash(-one), z)


class Neuron:
    def __init__(self, weights, bias):
        self.weights = list(weights)
        self.bias = bias

    def feedforward(self, inputs):
        if hasattr(inputs[0], "__len__"):
            return [self.feedforward(row) for row in inputs]
        z = self.bias
        for w, x in zip(self.weights, inputs, strict=True):
            z += w * x
        return squash(z)
