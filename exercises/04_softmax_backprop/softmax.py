"""Exercise 04: ReLU, softmax, cross-entropy, and the gradients of a network of two layers.

The shapes: n samples, d inputs, h hidden neurons, k classes; one sample is one row. `params` is a dict
`{"W1": (d, h), "b1": (h,), "W2": (h, k), "b2": (k,)}`. No function changes its arguments. The lesson is README.md.
"""

import numpy as np


def relu(z):
    """max(0, z), elementwise: an array of any shape gives an array of the same shape.

    relu([-1.0, 0.5, 2.0]) is [0.0, 0.5, 2.0]
    """
    raise NotImplementedError


def relu_derivative(z):
    """The slope of relu at z, elementwise: 1 where z > 0, 0 where z < 0 (at exactly 0 as you like).

    relu_derivative([-1.0, 0.5, 2.0]) is [0, 1, 1]
    """
    raise NotImplementedError


def softmax(z):
    """e^z / (sum of e^z), over the last axis: (n, k) gives (n, k), one sample (k,) gives (k,).

    Every row is turned into probabilities by itself, also where z is 10000 or -10000.

    softmax([1.0, 2.0, 3.0]) is [0.0900305732, 0.2447284711, 0.6652409558]
    """
    raise NotImplementedError


def one_hot(y, n_classes):
    """A row per label, with a 1 in the label's column and 0 elsewhere: (n,) integers give (n, n_classes).

    one_hot([2, 0], 4) is [[0, 0, 1, 0], [1, 0, 0, 0]]
    """
    raise NotImplementedError


def cross_entropy(y, probs):
    """The mean over the samples of -log(the probability of the true class), natural logarithm: one number.

    y (n,) holds the true classes, probs (n, k) the probabilities. Where that probability is 0 the result is
    large (at least 10) but finite.

    cross_entropy([0, 2], [[0.7, 0.2, 0.1], [0.1, 0.5, 0.4]]) is 0.6364828379
    """
    raise NotImplementedError


def forward(X, params):
    """Every step of the network: X (n, d) gives the tuple (Z1, A1, Z2, A2).

    Z1 = X W1 + b1    (n, h)        A1 = relu(Z1)       (n, h)
    Z2 = A1 W2 + b2   (n, k)        A2 = softmax(Z2)    (n, k)

    For the sample of the README's worked example A2 is [[0.6652409558, 0.2447284711, 0.0900305732]].
    """
    raise NotImplementedError


def backward(X, y, params):
    """The gradients of the loss `cross_entropy(y, forward(X, params)[3])`: X (n, d), y (n,).

    Returns a dict {"W1": (d, h), "b1": (h,), "W2": (h, k), "b2": (k,)}: each gradient in the shape of its
    parameter.

    For the sample of the README's worked example "b2" is [-0.3347590442, 0.2447284711, 0.0900305732].
    """
    raise NotImplementedError
