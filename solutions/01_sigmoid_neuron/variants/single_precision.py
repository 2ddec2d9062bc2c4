"""Everything in float32, results too: six digits are left, as the contract allows."""

import numpy as np

ONE = np.float32(1)


def sigmoid(z):
    z = np.clip(np.asarray(z, dtype=np.float32), np.float32(-80), np.float32(80))
    return ONE / (ONE + np.exp(-z))


def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * sigmoid(-np.asarray(z, dtype=np.float32))


class Neuron:
    def __init__(self, weights, bias):
        self.weights = np.asarray(weights, dtype=np.float32)
        self.bias = np.float32(bias)

    def feedforward(self, inputs):
        return sigmoid(np.asarray(inputs, dtype=np.float32) @ self.weights + self.bias)
