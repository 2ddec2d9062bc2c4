"""Saved by an editor on Windows, with line ends of two characters; 1/n is a weight for each sample."""

import numpy as np


def relu(z):
    positive = np.copy(z)
    positive[np.logical_not(positive > 0)] = 0
    return positive


def relu_derivative(z):
    slope = np.ones_like(z)
    slope[z < 0] = 0
    return slope


def softmax(z):
    return np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))


def one_hot(y, n_classes):
    return np.array([[float(label == c) for c in range(n_classes)] for label in y])


def cross_entropy(y, probs):
    chosen = (probs * one_hot(y, probs.shape[1])).sum(axis=1)
    weights = np.full(len(y), 1 / len(y))
    return -(weights @ np.log(chosen + 1e-12))


def forward(X, params):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    return (Z1 := X @ W1 + b1), (A1 := relu(Z1)), (Z2 := A1 @ W2 + b2), softmax(Z2)


def backward(X, y, params):
    _, A1, _, A2 = forward(X, params)
    weights = np.full((1, len(y)), 1 / len(y))
    E2 = A2 - one_hot(y, A2.shape[1])
    E1 = E2 @ params["W2"].T * relu_derivative(A1 - (A1 == 0))  # the mask from what came out of the relu
    b1, b2 = (weights @ E1).ravel(), (weights @ E2).ravel()
    return {"W1": (X.T * weights) @ E1, "b1": b1, "W2": (A1.T * weights) @ E2, "b2": b2}
