"""Exercise 05: minibatch SGD on scikit-learn's Digits.

The shapes: n samples, d inputs, h hidden neurons, k classes; one sample is one row. No function changes its
arguments; only `step` and `train` change the model. Random numbers come from `rng` alone, a
`numpy.random.Generator`. The lesson is README.md.
"""

import numpy as np

# Given: what you know from exercise 04.


def relu(z):
    """max(0, z), elementwise."""
    return np.maximum(z, 0)


def softmax(z):
    """e^z / (sum of e^z) over the last axis: (n, k) gives (n, k)."""
    exp = np.exp(z - z.max(axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1, keepdims=True)


def one_hot(y, n_classes):
    """A row per label, with a 1 in the label's column: (n,) gives (n, n_classes)."""
    return np.eye(n_classes)[y]


def cross_entropy(y, probs):
    """The mean over the samples of -log(the probability of the true class): y (n,), probs (n, k) give a float."""
    return float(-np.log(np.maximum(probs[np.arange(len(y)), y], 1e-12)).mean())


# Yours, from here on.


def standardize(X_train, X_other):
    """(X - mean) / std for both, column by column, with the mean and the standard deviation of X_train.

    X_train (n, d) and X_other (m, d) give a pair of the same shapes. `np.std` is the standard deviation that is
    meant. A column that is constant in X_train becomes 0 there, and something finite in X_other.

    standardize([[1, 5], [3, 5]], [[5, 5]]) is ([[-1, 0], [1, 0]], [[3, 0]])
    """
    raise NotImplementedError


def iterate_minibatches(X, y, batch_size, rng):
    """One epoch in batches: yield (X_batch, y_batch) in a fresh random order.

    X (n, d) and y (n,) come in batches of `batch_size` rows with their labels, each sample exactly once; the last
    batch is smaller where n is no multiple of `batch_size`. A generator, a list or any other iterable will do.

    7 samples with batch_size 3 come as batches of 3, 3 and 1.
    """
    raise NotImplementedError


class MLP:
    """A network with one hidden layer: affine, ReLU, affine, softmax.

    `params` is the dict {"W1": (d, h), "b1": (h,), "W2": (h, k), "b2": (k,)} of the arrays that the network computes
    with: after `model.params["W1"][...] = a` it uses a.
    """

    def __init__(self, n_in, n_hidden, n_out, rng):
        """Draw W1 from rng with the standard deviation sqrt(2 / n_in), and W2 with a small one; biases are zeros.

        For 64 inputs W1's standard deviation is 0.1767766953.
        """
        raise NotImplementedError

    def forward(self, X):
        """The class probabilities: X (n, d) gives (n, k).

        With all parameters 0 and ten classes every probability is 0.1.
        """
        raise NotImplementedError

    def backward(self, X, y):
        """The gradients of `cross_entropy(y, self.forward(X))`: X (n, d), y (n,).

        Returns a dict with the keys and the shapes of `params`. Nobody needs to call `forward` before.

        With all parameters 0, ten classes and y = [0] "b2" is [-0.9, 0.1, 0.1, ..., 0.1].
        """
        raise NotImplementedError

    def step(self, grads, lr):
        """Move every parameter: afterwards params[name] holds param - lr * grads[name].

        A parameter 1.0 with the gradient 0.5 becomes 0.95 at lr = 0.1.
        """
        raise NotImplementedError

    def predict(self, X):
        """The most likely class of each sample: X (n, d) gives (n,).

        Where the probabilities are [[0.2, 0.7, 0.1]] the prediction is [1].
        """
        raise NotImplementedError

    def save(self, path):
        """Write the network to one .npz file at exactly this path (it ends in .npz).

        save("digits.npz") makes one file, digits.npz.
        """
        raise NotImplementedError

    @classmethod
    def load(cls, path):
        """Read a file that `save` wrote, and return a network that predicts exactly the same.

        MLP.load("digits.npz").predict(X) is what model.predict(X) was before model.save("digits.npz").
        """
        raise NotImplementedError


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    """Train the model by minibatch SGD: for each epoch a fresh order, for each batch one step.

    Returns a dict {"train_loss", "val_loss", "train_acc", "val_acc"}, each a list of `epochs` floats. When it
    returns, the model has the weights of the epoch with the best validation accuracy.

    With 150 samples and the default batch_size an epoch has 3 steps: 64, 64 and 22 samples.
    """
    raise NotImplementedError
