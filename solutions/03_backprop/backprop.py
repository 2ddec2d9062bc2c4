"""The reference solution of exercise 03: a network of two layers, its gradients by the chain rule, and SGD."""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z), elementwise."""
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    """Return s'(z) = s(z) (1 - s(z)), elementwise. It takes z, not s(z)."""
    s = sigmoid(z)
    return s * (1 - s)


def mse_loss(y_true, y_pred):
    """Return the mean of (y_true - y_pred)^2: two arrays (n,) -> a float."""
    return np.mean((y_true - y_pred) ** 2)


class OurNeuralNetwork:
    """d inputs, h hidden neurons, one output, sigmoid everywhere: W1 (d, h), b1 (h,), W2 (h, 1), b2 (1,)."""

    def __init__(self, W1, b1, W2, b2):
        # Copies: training moves the network's arrays, and the caller's must stay as they are.
        self.W1, self.b1, self.W2, self.b2 = W1.copy(), b1.copy(), W2.copy(), b2.copy()

    def feedforward(self, x):
        """Return the output: x (d,) -> a float, (n, d) -> (n,)."""
        a1 = sigmoid(x @ self.W1 + self.b1)  # (h,) or (n, h)
        return sigmoid(a1 @ self.W2 + self.b2)[..., 0]  # the last axis is the one output

    def gradients(self, x, y_true):
        """Return the gradient of (y_true - y_pred)^2 for one sample x (d,), by parameter, in the parameters' shapes."""
        z1 = x @ self.W1 + self.b1  # (h,)
        a1 = sigmoid(z1)
        z2 = a1 @ self.W2 + self.b2  # (1,)
        y_pred = sigmoid(z2)

        delta2 = -2 * (y_true - y_pred) * sigmoid_derivative(z2)  # dL/dz2 (1,)
        delta1 = self.W2[:, 0] * delta2 * sigmoid_derivative(z1)  # dL/dz1 (h,)
        return {"W1": np.outer(x, delta1), "b1": delta1, "W2": np.outer(a1, delta2), "b2": delta2}

    def train(self, data, labels, lr=0.1, epochs=1000):
        """Move the parameters by SGD, a sample at a time: data (n, d), labels (n,) -> a list of `epochs` losses."""
        losses = []
        for _ in range(epochs):
            for x, y_true in zip(data, labels, strict=True):
                # All four gradients come from the same parameters; only then do these move.
                for name, gradient in self.gradients(x, y_true).items():
                    setattr(self, name, getattr(self, name) - lr * gradient)
            losses.append(mse_loss(labels, self.feedforward(data)))
        return losses
