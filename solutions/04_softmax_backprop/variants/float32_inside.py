"""Everything is computed in single precision, and comes back so."""

import numpy as np

SINGLE = np.float32


def relu(z):
    return np.maximum(SINGLE(0), z.astype(SINGLE))


def relu_derivative(z):
    return (z > 0).astype(SINGLE)


def softmax(z):
    z = z.astype(SINGLE)
    power = np.exp(z - z.max(axis=-1, keepdims=True))
    return power / power.sum(axis=-1, keepdims=True)


def one_hot(y, n_classes):
    return np.eye(n_classes, dtype=SINGLE)[y]


def cross_entropy(y, probs):
    p = np.asarray(probs, SINGLE)[np.arange(y.shape[0]), y]
    return np.mean(-np.log(np.maximum(p, SINGLE(1e-12))))


def forward(X, params):
    W1, b1, W2, b2 = (params[name].astype(SINGLE) for name in ("W1", "b1", "W2", "b2"))
    Z1 = X.astype(SINGLE) @ W1 + b1
    A1 = relu(Z1)
    Z2 = A1 @ W2 + b2
    return Z1, A1, Z2, softmax(Z2)


def backward(X, y, params):
    Z1, A1, _, A2 = forward(X, params)
    dZ2 = (A2 - one_hot(y, A2.shape[1])) / SINGLE(len(y))
    dZ1 = dZ2 @ params["W2"].astype(SINGLE).T * relu_derivative(Z1)
    return {
        "W1": X.astype(SINGLE).T @ dZ1,
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ2,
        "b2": dZ2.sum(axis=0),
    }
