"""Every product is an einsum, ReLU is (|z| + z) / 2, and the 1/n comes last, in the four gradients."""

import numpy as np


def relu(z):
    return (np.abs(z) + z) / 2


def relu_derivative(z):
    return (np.sign(z) + 1) / 2


def softmax(z):
    shifted = z - np.expand_dims(np.amax(z, axis=-1), -1)
    power = np.exp(shifted)
    return np.einsum("...k,...->...k", power, 1 / np.einsum("...k->...", power))


def one_hot(y, n_classes):
    return np.take(np.identity(n_classes), y, axis=0)


def cross_entropy(y, probs):
    logs = np.log(np.clip(probs, 1e-10, None))
    return -np.einsum("nk,nk->", one_hot(y, probs.shape[1]), logs) / len(y)


def forward(X, params):
    Z1 = np.einsum("nd,dh->nh", X, params["W1"]) + params["b1"]
    A1 = relu(Z1)
    Z2 = np.einsum("nh,hk->nk", A1, params["W2"]) + params["b2"]
    return Z1, A1, Z2, softmax(Z2)


def backward(X, y, params):
    _, A1, _, A2 = forward(X, params)
    E = A2 - one_hot(y, A2.shape[1])
    D = np.einsum("nk,hk,nh->nh", E, params["W2"], (A1 > 0).astype(float))
    sums = {
        "W2": np.einsum("nh,nk->hk", A1, E),
        "W1": np.einsum("nd,nh->dh", X, D),
        "b2": np.einsum("nk->k", E),
        "b1": np.einsum("nh->h", D),
    }
    return {name: total / X.shape[0] for name, total in sums.items()}
