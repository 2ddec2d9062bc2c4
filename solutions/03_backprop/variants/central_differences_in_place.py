"""Small differences again, but by moving the network's own entries up, down and back: rounding may stay behind."""

import numpy as np

NAMES = ["W1", "b1", "W2", "b2"]


def sigmoid(z):
    """Return the sigmoid, elementwise."""
    return 1.0 / (1.0 + np.exp(-z))


def mse_loss(y_true, y_pred):
    """Return the average of the squares."""
    return np.average(np.square(y_true - y_pred))


class OurNeuralNetwork:
    """Keeps copies and changes them in place."""

    def __init__(self, W1, b1, W2, b2):
        for name, value in zip(NAMES, (W1, b1, W2, b2), strict=True):
            setattr(self, name, value.copy())

    def feedforward(self, x):
        """Return the output."""
        a1 = sigmoid(np.dot(x, self.W1) + self.b1)
        out = sigmoid(np.dot(a1, self.W2) + self.b2)
        if x.ndim == 1:
            return float(out[0])
        return out.flatten()

    def gradients(self, x, y_true):
        """Move one entry at a time by 1e-5."""
        grads = {}
        for name in NAMES:
            parameter = getattr(self, name)
            grads[name] = np.zeros_like(parameter)
            for at in np.ndindex(*parameter.shape):
                parameter[at] += 1e-5
                up = (y_true - self.feedforward(x)) ** 2
                parameter[at] -= 2e-5
                down = (y_true - self.feedforward(x)) ** 2
                parameter[at] += 1e-5
                grads[name][at] = (up - down) / 2e-5
        return grads

    def train(self, data, labels, lr=0.1, epochs=1000):
        """Change the arrays in place."""
        history = []
        while len(history) < epochs:
            for x, y_true in zip(data, labels, strict=True):
                grads = self.gradients(x, y_true)
                for name in NAMES:
                    parameter = getattr(self, name)
                    parameter -= lr * grads[name]
            history.append(mse_loss(labels, self.feedforward(data)))
        return history
