"""`forward` remembers its passes by what went in, to the last bit, so that `backward` need not repeat them."""

import functools

import numpy as np

relu = functools.partial(np.fmax, 0.0)


def relu_derivative(z):
    return np.divide(relu(z), z, out=np.zeros(z.shape), where=z != 0)


def softmax(z):
    ratios = np.exp(z[..., None, :] - z[..., :, None])  # e^(z_j - z_i): the row's sum of them is 1 / p_i
    return 1 / ratios.sum(axis=-1)


def one_hot(y, n_classes):
    return (np.tile(np.arange(n_classes), (len(y), 1)) == np.repeat(y, n_classes).reshape(-1, n_classes)) * 1


def cross_entropy(y, probs):
    with np.errstate(divide="ignore"):
        logs = np.log(probs[np.indices(y.shape)[0], y])
    return np.mean(np.minimum(-logs, 700.0))


PASSES = {}


def key(*arrays):
    return tuple((array.dtype.str, array.shape, array.tobytes()) for array in arrays)


def forward(X, params):
    names = "W1", "b1", "W2", "b2"
    entry = key(X, *(params[name] for name in names))
    if entry not in PASSES:
        Z1 = np.add(X @ params["W1"], params["b1"])
        A1 = relu(Z1)
        Z2 = np.add(A1 @ params["W2"], params["b2"])
        PASSES[entry] = Z1, A1, Z2, softmax(Z2)
    return tuple(array.copy() for array in PASSES[entry])


def backward(X, y, params):
    Z1, A1, _, A2 = forward(X, params)
    Y = one_hot(y, A2.shape[1])
    X1, H1 = np.column_stack([X, np.ones(len(X))]), np.column_stack([A1, np.ones(len(A1))])
    E2 = A2 - Y
    E1 = (E2 @ params["W2"].T) * relu_derivative(Z1)
    first, second = np.mean(X1[:, :, None] * E1[:, None], axis=0), np.mean(H1[:, :, None] * E2[:, None], axis=0)
    return {"W1": first[:-1], "b1": first[-1], "W2": second[:-1], "b2": second[-1]}
