"""No chain rule: each gradient is a small difference of two losses, on copies of the parameters."""

import numpy as np


def sigmoid(z):
    """Return the sigmoid, elementwise."""
    return 1 / (1 + np.exp(-z))


def mse_loss(y_true, y_pred):
    """Return the mean as a dot product."""
    difference = np.asarray(y_pred, dtype=float) - y_true
    return difference.dot(difference) / difference.size


def output(parameters, x):
    """Return the output of a network that is given by its parameters."""
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    return (sigmoid(sigmoid(x.dot(W1) + b1).dot(W2) + b2)).reshape(x.shape[:-1])[()]


class OurNeuralNetwork:
    """The parameters lie in `vars(self)`, nothing else does."""

    def __init__(self, W1, b1, W2, b2):
        self.W1, self.b1, self.W2, self.b2 = (np.array(parameter) for parameter in (W1, b1, W2, b2))

    def feedforward(self, x):
        """Return the output for a sample or a batch."""
        return output(vars(self), x)

    def gradients(self, x, y_true, h=1e-5):
        """Return (L(p + h) - L(p - h)) / 2h for every entry p."""
        found = {}
        for name, parameter in vars(self).items():
            found[name] = np.empty_like(parameter)
            for at in np.ndindex(parameter.shape):
                losses = []
                for shift in (h, -h):
                    shifted = parameter.copy()
                    shifted[at] += shift
                    losses.append((y_true - output({**vars(self), name: shifted}, x)) ** 2)
                found[name][at] = (losses[0] - losses[1]) / (2 * h)
        return found

    def train(self, data, labels, lr=0.1, epochs=1000):
        """Replace the arrays."""
        losses = np.empty(epochs)
        for epoch in range(epochs):
            for i in range(len(data)):
                grads = self.gradients(data[i], labels[i])
                for name in grads:
                    vars(self)[name] = vars(self)[name] - lr * grads[name]
            losses[epoch] = mse_loss(labels, self.feedforward(data))
        return losses
