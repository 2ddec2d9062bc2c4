"""The plain way, saved by an editor on Windows: lines end in CR LF; and it prints on the way."""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z), elementwise."""
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    """Return the slope of the sigmoid at z."""
    s = sigmoid(z)
    return s * (1 - s)


def mse_loss(y_true, y_pred):
    """Return the mean of the squares."""
    total = 0
    for i in range(len(y_true)):
        total = total + (y_true[i] - y_pred[i]) ** 2
    return total / len(y_true)


class OurNeuralNetwork:
    """Loops over neurons and inputs, as one would write it the first time. Größe egal."""

    count = 0

    def __init__(self, W1, b1, W2, b2):
        OurNeuralNetwork.count += 1
        self.W1 = W1.copy()
        self.b1 = b1.copy()
        self.W2 = W2.copy()
        self.b2 = b2.copy()
        print("a network of", W1.shape[0], "inputs")

    def one(self, x):
        """Return z1, a1, z2 and the output of one sample."""
        z1 = np.zeros(len(self.b1))
        for j in range(len(self.b1)):
            z1[j] = self.b1[j]
            for i in range(len(x)):
                z1[j] += x[i] * self.W1[i, j]
        a1 = sigmoid(z1)
        z2 = self.b2[0]
        for j in range(len(a1)):
            z2 = z2 + a1[j] * self.W2[j, 0]
        return z1, a1, z2, sigmoid(z2)

    def feedforward(self, x):
        """Return a float, or an array."""
        if len(x.shape) == 1:
            return self.one(x)[3]
        outputs = []
        for row in x:
            outputs.append(self.one(row)[3])
        return np.array(outputs)

    def gradients(self, x, y_true):
        """Fill four arrays."""
        z1, a1, z2, p = self.one(x)
        d_p = -2 * (y_true - p)
        d_z2 = d_p * sigmoid_derivative(z2)
        dW1, db1, dW2 = np.zeros(self.W1.shape), np.zeros(self.b1.shape), np.zeros(self.W2.shape)
        for j in range(len(a1)):
            dW2[j, 0] = d_z2 * a1[j]
            d_a1 = d_z2 * self.W2[j, 0]
            db1[j] = d_a1 * sigmoid_derivative(z1[j])
            for i in range(len(x)):
                dW1[i, j] = db1[j] * x[i]
        return {"W1": dW1, "b1": db1, "W2": dW2, "b2": np.array([d_z2])}

    def train(self, data, labels, lr=0.1, epochs=1000):
        """Move one parameter after the other, with gradients that were all computed before."""
        losses = []
        for epoch in range(epochs):
            for x, y_true in zip(data, labels, strict=True):
                grads = self.gradients(x, y_true)
                self.W1 -= lr * grads["W1"]
                self.b1 -= lr * grads["b1"]
                self.W2 -= lr * grads["W2"]
                self.b2 -= lr * grads["b2"]
            y_preds = np.apply_along_axis(self.feedforward, 1, data)
            loss = mse_loss(labels, y_preds)
            losses.append(loss)
            if epoch % 10 == 0:
                print(f"Epoch {epoch} loss: {loss:.3f}")
        return losses
