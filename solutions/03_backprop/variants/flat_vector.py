"""All parameters lie in one vector; W1, b1, W2 and b2 are views of it, and a step is one subtraction."""

import numpy as np

NAMES = ("W1", "b1", "W2", "b2")


def sigmoid(z):
    """Return the sigmoid, elementwise."""
    return 1 / (1 + np.exp(-z))


def mse_loss(y_true, y_pred):
    """Return the mean of the squares as an array without axes."""
    return np.asarray(np.mean((y_true - y_pred) ** 2))


class OurNeuralNetwork:
    """One vector `theta`, and how it is divided."""

    def __init__(self, W1, b1, W2, b2):
        parts = (W1, b1, W2, b2)
        self.theta = np.concatenate([part.ravel() for part in parts])
        self.shapes = [part.shape for part in parts]
        self.ends = np.cumsum([part.size for part in parts])
        for name, view in self._divide(self.theta).items():
            setattr(self, name, view)

    def _divide(self, vector):
        pieces = np.split(vector, self.ends[:-1])
        return {name: p.reshape(s) for name, p, s in zip(NAMES, pieces, self.shapes, strict=True)}

    def feedforward(self, x):
        """Return the output: always of a batch, which a sample is made into."""
        out = sigmoid(sigmoid(np.atleast_2d(x) @ self.W1 + self.b1) @ self.W2 + self.b2)[:, 0]
        return out if np.ndim(x) == 2 else out[0]

    def gradients(self, x, y_true):
        """Write into the views of a new vector."""
        whole = np.empty_like(self.theta)
        found = self._divide(whole)
        a1 = sigmoid(x @ self.W1 + self.b1)
        p = sigmoid(a1 @ self.W2 + self.b2)
        np.multiply(2 * (p - y_true), p * (1 - p), out=found["b2"])
        np.multiply(a1[:, None], found["b2"], out=found["W2"])
        np.multiply(self.W2 @ found["b2"], a1 * (1 - a1), out=found["b1"])
        np.multiply.outer(x, found["b1"], out=found["W1"])
        return found

    def train(self, data, labels, lr=0.1, epochs=1000):
        """Move all parameters at once."""
        losses = []
        for _ in range(epochs):
            for i, x in enumerate(data):
                grads = self.gradients(x, labels[i])
                self.theta -= lr * np.concatenate([grads[name].ravel() for name in NAMES])
            losses.append(float(mse_loss(labels, self.feedforward(data))))
        return losses
