"""fit returns a function, a vote of networks; generators are spawned; prepare is stratified; parameters are float32."""
# ruff: noqa: RUF059

import functools
import itertools

import numpy as np


def fields(number, line):
    found = line.rstrip("\r\n").split(",")
    if len(found) != 785:
        raise ValueError(f"({number}) the row has {len(found)} fields")
    for name, text in enumerate(found):
        try:
            float(text)
        except ValueError:
            raise ValueError(f"({number}) column {name + 1000}: {text!r}") from None
    return np.array(found).astype(np.uint8)


def load_csv(path):
    with open(path, encoding="utf-8") as file:
        numbered = enumerate(file, start=1)
        first = next(numbered)
        rest = numbered if first[1].lower().startswith("label") else itertools.chain([first], numbered)
        table = np.stack(list(itertools.starmap(fields, rest)))
    return table[:, 1:], table[:, 0]


def prepare(X, y, val_fraction, rng):
    # Shares of the classes by largest remainder, so that the total is n * val_fraction.
    classes, counts = np.unique(y, return_counts=True)
    exact = counts * val_fraction
    shares = np.floor(exact).astype(int)
    missing = round(len(y) * val_fraction) - shares.sum()
    shares[np.argsort(shares - exact)[:missing]] += 1
    val = np.concatenate([rng.permutation(np.flatnonzero(y == c))[:k] for c, k in zip(classes, shares, strict=True)])
    train = rng.permutation(np.setdiff1d(np.arange(len(y)), val))
    val = rng.permutation(val)
    X = (X / 255).astype(np.float32)
    return X[train], y[train], X[val], y[val]


def init_params(n_in, n_hidden, n_out, rng):
    def draw(*shape):
        return (rng.random(shape, dtype=np.float32) - np.float32(0.5)).astype(np.float32)

    return {"W1": draw(n_in, n_hidden), "b1": draw(n_hidden), "W2": draw(n_hidden, n_out), "b2": draw(n_out)}


def relu(z):
    return z * (z > 0)


def softmax(z):
    z = z - z.max(axis=-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def affine(x, w, b):
    return np.dot(x, w) + b


def forward(X, params):
    z1 = affine(X, params["W1"], params["b1"])
    z2 = affine(relu(z1), params["W2"], params["b2"])
    return z1, relu(z1), z2, softmax(z2)


def backward(X, y, params):
    z1, a1, _, p = forward(X, params)
    # the long way: the derivative of the loss with respect to p, then softmax's whole Jacobian, row by row
    dp = np.zeros_like(p)
    dp[np.arange(len(y)), y] = -1 / p[np.arange(len(y)), y]
    jacobian = p[:, :, None] * np.eye(p.shape[1]) - p[:, :, None] * p[:, None, :]
    delta = (jacobian @ dp[:, :, None])[:, :, 0] / len(y)
    back = (delta @ params["W2"].T) * np.sign(a1)
    ones = np.ones(len(y))
    return {"b2": ones @ delta, "W2": np.dot(a1.T, delta), "b1": ones @ back, "W1": np.tensordot(X, back, axes=(0, 0))}


def step(params, X, targets, lr):
    z1, a1, _, p = forward(X, params)
    delta = (p - targets) / len(X)
    back = (delta @ params["W2"].T) * (z1 > 0)
    grads = {"W2": a1.T @ delta, "b2": delta.sum(0), "W1": (back.T @ X).T, "b1": back.sum(0)}
    return {name: params[name] - lr * grads[name] for name in ("W1", "b1", "W2", "b2")}, p


def gradient_descent(X, y, params, *, lr=0.1, iterations=500):
    # in float32, and without the inputs that are 0 in every row: their weights never move
    used = X.any(axis=0)
    X, targets = X[:, used].astype(np.float32), np.eye(len(params["b2"]), dtype=np.float32)[y]
    now = {name: np.asarray(value, dtype=np.float32) for name, value in params.items()}
    now["W1"] = now["W1"][used]
    loss, right = [], []
    for _ in range(iterations):
        now, p = step(now, X, targets, np.float32(lr))
        loss.append(-np.log((p * targets).sum(axis=1)).mean())
        right.append((p.argmax(axis=1) == y).mean())
    W1 = np.array(params["W1"], dtype=float)
    W1[used] = now["W1"]
    return ({**now, "W1": W1}, {"loss": loss, "accuracy": right})


def predict(X, params):
    return np.array([row.argmax() for row in forward(X, params)[-1]], dtype=np.uint8)


def accuracy(y_true, y_pred):
    return sum(map(bool, y_true == y_pred)) / len(y_true)


def confusion_matrix(y_true, y_pred, n_classes):
    counted = np.histogram2d(y_true, y_pred, bins=n_classes, range=[[0, n_classes], [0, n_classes]])
    return counted[0].astype(int)


def binary_counts(matrix, c):
    is_c = np.arange(len(matrix)) == c
    masks = np.outer(is_c, is_c), np.outer(~is_c, is_c), np.outer(is_c, ~is_c), np.outer(~is_c, ~is_c)
    return tuple(int(np.sum(matrix * mask)) for mask in masks)


def train_one(X, targets, rng, epochs=12):
    params = init_params(784, 100, 10, rng)
    params = {
        name: value * np.float32(2 * np.sqrt(6 / len(value)) * (value.ndim - 1)) for name, value in params.items()
    }
    for epoch in range(epochs):
        lr = np.float32(0.5 * (1 - epoch / epochs))
        order = rng.permutation(len(X))
        for rows in np.array_split(order, max(1, len(X) // 50)):
            moved = np.roll(X[rows], rng.choice([-28, -1, 0, 1, 28]), axis=1)
            params, _ = step(params, moved, targets[rows], lr)
    return params


def fit(X_train, y_train, rng):
    X, targets = np.asarray(X_train, dtype=np.float32), np.eye(10, dtype=np.float32)[y_train]
    networks = [train_one(X, targets, child) for child in rng.spawn(3)]

    def vote(X):
        probabilities = [forward(X, params)[3] for params in networks]
        return functools.reduce(np.add, probabilities).argmax(axis=1)

    return vote


def classify(model, X):
    return model(X)
