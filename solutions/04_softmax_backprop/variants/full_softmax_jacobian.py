"""No short cut: dL/dp, times the whole Jacobian of the softmax for every sample, then the chain rule."""

import numpy as np

EPSILON = 1e-12


def relu(z):
    return np.where(z >= 0, z, 0)


def relu_derivative(z):
    return np.heaviside(z, 0.5)


def softmax(z):
    z = z - np.max(z, axis=-1, keepdims=True)
    log_probs = z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))
    return np.exp(log_probs)


def one_hot(y, n_classes):
    return np.equal.outer(y, np.arange(n_classes)).astype(np.uint8)


def cross_entropy(y, probs):
    return np.mean([-np.log(p[label] + EPSILON) for label, p in zip(y, probs, strict=True)])


def forward(X, params):
    Z1 = np.dot(X, params["W1"]) + params["b1"]
    A1 = relu(Z1)
    Z2 = np.dot(A1, params["W2"]) + params["b2"]
    return (Z1, A1, Z2, softmax(Z2))


def backward(X, y, params):
    n = len(y)
    Z1, A1, Z2, A2 = forward(X, params)
    dA2 = np.zeros_like(A2)
    dA2[np.arange(n), y] = -1 / (n * (A2[np.arange(n), y] + EPSILON))
    dZ2 = np.empty_like(Z2)
    for i, p in enumerate(A2):
        jacobian = np.diag(p) - np.outer(p, p)
        dZ2[i] = jacobian @ dA2[i]
    dA1 = np.matmul(dZ2, np.transpose(params["W2"]))
    dZ1 = np.multiply(dA1, relu_derivative(Z1))
    grads = dict.fromkeys(params)
    grads["b1"], grads["b2"] = np.add.reduce(dZ1), np.add.reduce(dZ2)
    grads["W1"], grads["W2"] = np.matmul(X.T, dZ1), np.matmul(A1.T, dZ2)
    return grads
