"""Exercise 01: one neuron. Read README.md, replace each `raise`, then run: nngrade check 1"""

import numpy as np


def sigmoid(z):
    """Squash any number into the range 0 to 1.

        sigmoid(z) = 1 / (1 + e^-z)

    z: a number, or an array of any shape, of floats or of integers.
    Returns a number for a number, and for an array a new array of the same shape: every entry by itself.

    It must work for every z from -1,000,000 to 1,000,000: no exception, no NaN.

    Example: sigmoid(0) is 0.5, sigmoid(1) is 0.7310585786.
    """
    raise NotImplementedError


def sigmoid_derivative(z):
    """Return the slope of the sigmoid at z.

        sigmoid'(z) = sigmoid(z) * (1 - sigmoid(z))

    z: a number, or an array of any shape, of floats or of integers, from -100 to 100. It is z itself, not sigmoid(z).
    Returns a number for a number, and for an array a new array of the same shape.

    Example: sigmoid_derivative(0) is 0.25, sigmoid_derivative(1) is 0.1966119332.
    """
    raise NotImplementedError


class Neuron:
    """One neuron: a weighted sum of its inputs, plus a bias, through the sigmoid."""

    def __init__(self, weights, bias):
        """Keep weights, d numbers, as `self.weights`, and bias, one number, as `self.bias`.

        weights: an array (d,) or a list of d numbers, floats or integers. Keep them as d numbers, shape (d,), in the
        order given. Each neuron keeps its own.
        """
        raise NotImplementedError

    def feedforward(self, inputs):
        """Return the neuron's output.

            output = sigmoid(w1*x1 + w2*x2 + ... + wd*xd + bias)

        inputs: one sample (d,) or n samples (n, d), one row a sample; an array or a list (of lists).
        Returns a float for (d,), an array (n,) or a list of n floats for (n, d).
        It changes nothing: neither `inputs`, nor the weights and the bias.

        Example: Neuron([0, 1], 4).feedforward([2, 3]) is 0.9990889488: 0*2 + 1*3 + 4 = 7, and sigmoid(7).
        """
        raise NotImplementedError
