"""Exercise 03: a network that learns. Read README.md, replace each `raise`, then run: nngrade check 3"""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z), elementwise. This one is given: you wrote it in exercise 01."""
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    """Return the slope of the sigmoid at z (not at sigmoid(z)), elementwise. Given as well."""
    s = sigmoid(z)
    return s * (1 - s)


def mse_loss(y_true, y_pred):
    """Return the mean squared error, a float.

        loss = ((y_true[0] - y_pred[0])^2 + ... + (y_true[n-1] - y_pred[n-1])^2) / n

    y_true: (n,), what should come out; floats, or 0 and 1 of any integer type. y_pred: (n,), what did come out; floats.
    n is 1 or more.

    Example: y_true = [1, 0, 0, 1], y_pred = [0.9, 0.2, 0.1, 0.6] give 0.055.
    """
    raise NotImplementedError


class OurNeuralNetwork:
    """d inputs, h hidden neurons, one output neuron; the sigmoid in both layers."""

    def __init__(self, W1, b1, W2, b2):
        """Keep copies of the parameters as `self.W1`, `self.b1`, `self.W2` and `self.b2`.

        W1: (d, h), b1: (h,), the hidden layer. W2: (h, 1), b2: (1,), the output layer. Arrays of floats; d and h are
        any numbers, and may be equal.
        """
        raise NotImplementedError

    def feedforward(self, x):
        """Return the output of the network.

            hidden = sigmoid(x W1 + b1)
            output = sigmoid(hidden W2 + b2)

        x: one sample (d,) or n samples (n, d), floats or integers; n may equal d or h.
        Returns a float for (d,), an array (n,) for (n, d). It changes nothing.

        Example: with the weights of README.md the sample [-2, -1] gives 0.4854873400.
        """
        raise NotImplementedError

    def gradients(self, x, y_true):
        """Return the gradient of the loss (y_true - y_pred)^2 of one sample, for every parameter.

        x: (d,), one sample, floats or integers. y_true: what should come out for it: any float, or 0 or 1 of any
        integer type. In the type uint8 minus 1 is 255: write y_true - y_pred, with the float in it, not -y_true.
        Returns a dict {"W1": (d, h), "b1": (h,), "W2": (h, 1), "b2": (1,)}, each in the shape of its parameter.
        It changes nothing: neither the parameters, nor what the next call returns.

        Example: with the weights of README.md, x = [-2, -1] and y_true = 1: "b2" is [-0.2570395994] and "b1" is
        [-0.0320081410, 0.0381729364].
        """
        raise NotImplementedError

    def train(self, data, labels, lr=0.1, epochs=1000):
        """Change the parameters, sample by sample, so that the loss falls; return the list of losses.

            parameter = parameter - lr * gradient

        data: (n, d), floats or integers; n may equal d or h. labels: (n,), floats, or 0 and 1 of any integer
        type.
        lr: how far each step goes. epochs: how often all the samples are gone through.

        In each epoch, for each sample in the given order: compute all gradients, then move W1, b1, W2 and b2 together.
        After each epoch: the loss is `mse_loss` of all labels and the network's outputs for all of data, as it is now.
        Returns a list of `epochs` floats, those of this call.

        Example: the four people and the weights of README.md: the first loss is 0.3574586318.
        """
        raise NotImplementedError
