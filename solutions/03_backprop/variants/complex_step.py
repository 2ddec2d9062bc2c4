"""Gradients from one evaluation an entry: a step along the imaginary axis, whose imaginary part is the derivative."""

import numpy as np

STEP = 1e-30


def sigmoid(z):
    """Return the sigmoid, of complex numbers as well."""
    return 1 / (1 + np.exp(-z))


def mse_loss(y_true, y_pred):
    """Return ||y_true - y_pred||^2 / n."""
    return np.linalg.norm(np.subtract(y_true, y_pred, dtype=float)) ** 2 / len(y_true)


class OurNeuralNetwork:
    """One tuple of arrays inside, four names outside."""

    def __init__(self, *parameters):
        self.parameters = tuple(parameter.astype(float, copy=True) for parameter in parameters)

    W1 = property(lambda self: self.parameters[0])
    b1 = property(lambda self: self.parameters[1])
    W2 = property(lambda self: self.parameters[2])
    b2 = property(lambda self: self.parameters[3])

    @staticmethod
    def _output(x, W1, b1, W2, b2):
        return sigmoid(sigmoid(x @ W1 + b1) @ W2 + b2)[..., 0]

    def feedforward(self, x):
        """Return the output."""
        return self._output(x, *self.parameters)

    def gradients(self, x, y_true):
        """Return the imaginary parts, divided by the step."""
        found = []
        for number, parameter in enumerate(self.parameters):
            slope = np.zeros(parameter.size)
            for at in range(parameter.size):
                moved = [p.astype(complex) for p in self.parameters]
                moved[number].flat[at] += 1j * STEP
                slope[at] = ((float(y_true) - self._output(x, *moved)) ** 2).imag / STEP
            found.append(slope.reshape(parameter.shape))
        return dict(zip(("W1", "b1", "W2", "b2"), found, strict=True))

    def train(self, data, labels, lr=0.1, epochs=1000):
        """Make a new tuple with each step."""

        def epoch():
            for x, y_true in zip(data, labels, strict=True):
                grads = self.gradients(x, y_true).values()
                self.parameters = tuple(p - lr * g for p, g in zip(self.parameters, grads, strict=True))
            return mse_loss(labels, self.feedforward(data))

        return [epoch() for _ in range(epochs)]
