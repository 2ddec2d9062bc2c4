"""Sample by sample: each one's gradient is an outer product, and the mean is taken at the end."""

import numpy as np


def relu(z):
    return z * (z > 0)


def relu_derivative(z):
    return z > 0


def softmax(z):
    if z.ndim == 1:
        e = np.exp(z - np.max(z))
        return e / np.sum(e)
    return np.stack([softmax(row) for row in z])


def one_hot(y, n_classes):
    rows = np.zeros((len(y), n_classes), dtype=int)
    for row, label in zip(rows, y, strict=True):
        row[label] = 1
    return rows


def cross_entropy(y, probs):
    total = 0
    for label, p in zip(y, probs, strict=True):
        total += -np.log(p[label] + 1e-12)
    return total / len(y)


def forward(X, params):
    steps = []
    for x in X:
        z1 = params["W1"].T.dot(x) + params["b1"]
        a1 = relu(z1)
        z2 = params["W2"].T.dot(a1) + params["b2"]
        steps.append((z1, a1, z2, softmax(z2)))
    return [np.array(step) for step in zip(*steps, strict=True)]


def backward(X, y, params):
    total = {name: np.zeros(value.shape) for name, value in params.items()}
    for x, label, z1, a1, _, a2 in zip(X, y, *forward(X, params), strict=True):
        d2 = a2.copy()
        d2[label] -= 1
        d1 = params["W2"].dot(d2)
        d1[z1 < 0] = 0
        total["W1"] += np.outer(x, d1)
        total["b1"] += d1
        total["W2"] += np.outer(a1, d2)
        total["b2"] += d2
    return {name: value / len(X) for name, value in total.items()}
