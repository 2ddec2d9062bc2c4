"""ReLU, softmax, cross-entropy, and the gradients of a network of two layers.

The shapes: n samples, d inputs, h hidden neurons, k classes. `params` is a dict
`{"W1": (d, h), "b1": (h,), "W2": (h, k), "b2": (k,)}`; gradients come in the same dict.
"""

import numpy as np

TINY = 1e-12  # keeps log(0) finite; far below any probability that a network in training gives


def relu(z):
    """Return max(0, z), elementwise: any shape in, the same shape out."""
    return np.maximum(z, 0)


def relu_derivative(z):
    """Return 1 where z > 0 and 0 elsewhere: any shape in, the same shape out."""
    return np.where(z > 0, 1.0, 0.0)


def softmax(z):
    """Return e^z / sum(e^z) over the last axis: (n, k) → (n, k), (k,) → (k,)."""
    # The row's maximum cancels in the quotient, and without it e^z overflows from z = 710 on.
    exp = np.exp(z - z.max(axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1, keepdims=True)


def one_hot(y, n_classes):
    """Return a 1 in the column of each label: (n,) → (n, n_classes)."""
    return np.eye(n_classes)[y]


def cross_entropy(y, probs):
    """Return the mean of -log p[true class]: y (n,), probs (n, k) → a float."""
    p_true = probs[np.arange(len(y)), y]
    return float(-np.log(np.maximum(p_true, TINY)).mean())


def forward(X, params):
    """Return (Z1, A1, Z2, A2): X (n, d) → (n, h), (n, h), (n, k), (n, k)."""
    Z1 = X @ params["W1"] + params["b1"]
    A1 = relu(Z1)
    Z2 = A1 @ params["W2"] + params["b2"]
    return Z1, A1, Z2, softmax(Z2)


def backward(X, y, params):
    """Return the gradients of `cross_entropy(y, forward(X, params)[3])`, each in the shape of its parameter."""
    Z1, A1, _, A2 = forward(X, params)
    dZ2 = (A2 - one_hot(y, A2.shape[1])) / len(y)  # the loss is a mean: 1/n enters here, and only here
    dZ1 = dZ2 @ params["W2"].T * relu_derivative(Z1)
    return {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}
