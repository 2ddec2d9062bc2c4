"""No arrays at all: parameters and gradients are nested lists, every sum is a loop, and `math` does the rest."""

import math


def sigmoid(z):
    """Return the sigmoid of a number, in the form that does not overflow."""
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def mse_loss(y_true, y_pred):
    """Return the mean of the squares, added up one by one."""
    total = 0.0
    for one, other in zip(y_true, y_pred, strict=True):
        total += (float(one) - float(other)) ** 2
    return total / len(y_true)


class OurNeuralNetwork:
    """Keeps lists of Python floats."""

    def __init__(self, W1, b1, W2, b2):
        self.W1, self.b1, self.W2, self.b2 = W1.tolist(), b1.tolist(), W2.tolist(), b2.tolist()

    def _layers(self, x):
        x = [float(value) for value in x]
        z1 = [bias + sum(x[i] * self.W1[i][j] for i in range(len(x))) for j, bias in enumerate(self.b1)]
        a1 = [sigmoid(z) for z in z1]
        return x, a1, sigmoid(sum(a * row[0] for a, row in zip(a1, self.W2, strict=True)) + self.b2[0])

    def feedforward(self, x):
        """Return a float, or a list of floats."""
        return [self._layers(row)[2] for row in x] if x.ndim == 2 else self._layers(x)[2]

    def gradients(self, x, y_true):
        """Return lists in the parameters' shapes."""
        x, a1, p = self._layers(x)
        delta2 = -2 * (float(y_true) - p) * p * (1 - p)
        delta1 = [delta2 * row[0] * a * (1 - a) for row, a in zip(self.W2, a1, strict=True)]
        return {
            "W1": [[value * delta for delta in delta1] for value in x],
            "b1": delta1,
            "W2": [[a * delta2] for a in a1],
            "b2": [delta2],
        }

    def train(self, data, labels, lr=0.1, epochs=1000):
        """Move entry by entry."""
        losses = []
        for _ in range(epochs):
            for x, y_true in zip(data, labels, strict=True):
                g = self.gradients(x, y_true)
                for j in range(len(self.b1)):
                    for i in range(len(x)):
                        self.W1[i][j] -= lr * g["W1"][i][j]
                    self.b1[j] -= lr * g["b1"][j]
                    self.W2[j][0] -= lr * g["W2"][j][0]
                self.b2[0] -= lr * g["b2"][0]
            losses.append(mse_loss(labels, self.feedforward(data)))
        return losses
