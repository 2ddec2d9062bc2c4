"""The mathematician's way round: samples are columns, weights stand on the left, and all is turned at the door."""

import numpy as np


def sigmoid(z):
    """Return the sigmoid: each sign in the form that does not overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def mse_loss(y_true, y_pred):
    """Return the mean over a column of squares."""
    error = np.reshape(y_true, (-1, 1)) - np.reshape(y_pred, (-1, 1))
    return (error.T @ error / len(error))[0, 0]


class OurNeuralNetwork(dict):
    """A dict of columns; the attributes turn them back."""

    def __init__(self, W1, b1, W2, b2):
        super().__init__(
            A=np.array(W1.T), a=np.array(b1).reshape(-1, 1), B=np.array(W2.T), b=np.array(b2).reshape(-1, 1)
        )

    @property
    def W1(self):
        """The hidden weights, (d, h)."""
        return self["A"].T

    @property
    def b1(self):
        """The hidden biases, (h,)."""
        return self["a"][:, 0]

    @property
    def W2(self):
        """The output weights, (h, 1)."""
        return self["B"].T

    @property
    def b2(self):
        """The output bias, (1,)."""
        return self["b"][:, 0]

    def feedforward(self, x):
        """Return the output."""
        columns = np.reshape(x, (1, -1) if x.ndim == 1 else x.shape).T
        out = sigmoid(self["B"] @ sigmoid(self["A"] @ columns + self["a"]) + self["b"])
        return out[0, 0] if x.ndim == 1 else out[0]

    def gradients(self, x, y_true):
        """Compute in columns, and turn the results."""
        column = x.reshape(-1, 1)
        hidden = sigmoid(self["A"] @ column + self["a"])
        p = sigmoid(self["B"] @ hidden + self["b"])
        delta2 = 2 * (p - float(y_true)) * p * (1 - p)
        delta1 = (self["B"].T @ delta2) * hidden * (1 - hidden)
        return {"W1": (delta1 @ column.T).T, "b1": delta1[:, 0], "W2": (delta2 @ hidden.T).T, "b2": delta2[:, 0]}

    def train(self, data, labels, lr=0.1, epochs=1000):
        """Move the columns."""

        def steps():
            for x, y_true in zip(data, labels, strict=True):
                yield self.gradients(x, y_true)

        losses = []
        for _ in range(epochs):
            for grads in steps():
                for name, key in (("A", "W1"), ("B", "W2")):
                    self[name] = self[name] - lr * grads[key].T
                for name, key in (("a", "b1"), ("b", "b2")):
                    self[name] = self[name] - lr * grads[key].reshape(-1, 1)
            losses.append(mse_loss(labels, self.feedforward(data)))
        return losses
