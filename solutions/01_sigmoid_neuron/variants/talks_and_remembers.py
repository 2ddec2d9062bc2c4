"""Prints as it goes, and keeps what it computed (for a backward pass to come): z, the output, the number of calls."""

import sys
from functools import cache

import numpy as np

calls = 0


@cache
def one_number(z):
    return 0.5 * (1 + float(np.tanh(0.5 * z)))


def sigmoid(z):
    global calls
    calls += 1
    if isinstance(z, (int, float)):
        return one_number(z)
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_derivative(z, cached=None):
    s = sigmoid(z) if cached is None else cached
    return s * (1 - s)


class Neuron:
    made = []  # noqa: RUF012

    def __init__(self, weights, bias, name="a neuron"):
        print("made", name, "with", len(weights), "weights")
        self.weights, self.bias, self.name = np.array(weights, copy=True), bias, name
        self.z = self.output = None
        Neuron.made.append(self)

    def __repr__(self):
        return f"<{self.name}: {self.weights}, {self.bias}>"

    def feedforward(self, inputs):
        self.z = np.matmul(inputs, self.weights) + self.bias
        self.output = sigmoid(self.z)
        print(self, "->", self.output, file=sys.stderr)
        return self.output
