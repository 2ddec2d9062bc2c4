"""Exercise 02: a network of layers. Read README.md, replace each `raise`, then run: nngrade check 2"""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z), elementwise. This one is given: you wrote it in exercise 01."""
    return 1 / (1 + np.exp(-z))


def init_layers(sizes, rng):
    """Return the starting weights and biases of a network: a list of pairs (W, b), one a layer.

    sizes: a list [d, h1, ..., k]: the number of inputs, then the number of neurons of each layer.
    rng: a numpy.random.Generator. Draw every random number from it, and from nothing else.

    A layer with d_in inputs and d_out neurons gets
        W of shape (d_in, d_out): random, every weight drawn by itself, mean 0, standard deviation 1 / sqrt(d_in)
        b of shape (d_out,): zeros

    Example: init_layers([5, 4, 3], rng) has 2 pairs, with W of shapes (5, 4) and (4, 3), b of shapes (4,) and (3,).
    For W of shape (100, 4) the standard deviation should be about 0.1.
    """
    raise NotImplementedError


def layer_forward(X, W, b):
    """Return the outputs of one layer for a batch of samples.

        outputs = sigmoid(X W + b)

    X: (n, d_in), one row a sample. W: (d_in, d_out), one column a neuron. b: (d_out,), one bias a neuron.
    Returns a new array (n, d_out): row i holds the outputs of all neurons for sample i.

    Example: X = [[2, 3]], W = [[0, 1], [1, 0]], b = [0, -1] give [[sigmoid(3), sigmoid(1)]],
    which is [[0.9525741268, 0.7310585786]].
    """
    raise NotImplementedError


def feedforward(X, layers):
    """Return the outputs of the last layer of a network.

    X: n samples (n, d), or one sample (d,).
    layers: a list of one pair (W, b) or more, the first layer first. What one layer puts out, the next one takes in.
    Returns (n, k) for n samples, (k,) for one sample, where k is the number of neurons of the last layer; so (1,) if
    there is only one.

    Example: two layers, W1 = [[0, 0], [1, 1]], b1 = [0, 0], then W2 = [[0], [1]], b2 = [0]: the sample [2, 3] gives
    [0.7216325609].
    """
    raise NotImplementedError


def count_parameters(layers):
    """Return how many numbers the network can learn: all weights and all biases, counted. An int.

    Example: layers with W of shapes (5, 4) and (4, 3), b of shapes (4,) and (3,): 20 + 4 + 12 + 3 = 39.
    """
    raise NotImplementedError
