"""One sample at a time: plain loops, outer products added up, the csv module; the model is a list."""
# ruff: noqa: UP031

import csv

import numpy as np


def load_csv(path):
    X, y = [], []
    with open(path, newline="") as file:
        reader = csv.reader(file)
        for row in reader:
            if reader.line_num == 1 and row[:2] == ["label", "pixel0"]:
                continue
            if len(row) != 785:
                raise ValueError("line %d: expected 785 values, found %d" % (reader.line_num, len(row)))
            for value in row:
                if not value.strip().lstrip("+-").replace(".", "", 1).isdigit():
                    raise ValueError("line %d: %r" % (reader.line_num, value))
            y.append(int(row[0]))
            X.append(np.array(row[1:], dtype=float))
    return np.vstack(X), np.array(y, dtype=np.int32)


def prepare(X, y, val_fraction, rng):
    indices = np.arange(len(y))
    rng.shuffle(indices)
    n_val = int(len(y) * val_fraction)
    parts = [], [], [], []
    for place, index in enumerate(indices):
        held = place < n_val
        parts[2 if held else 0].append(X[index] / 255.0)
        parts[3 if held else 1].append(y[index])
    return tuple(np.array(part) for part in parts)


def init_params(n_in, n_hidden, n_out, rng):
    params = {}
    params["b2"] = np.zeros(n_out)
    params["b1"] = np.zeros(n_hidden)
    params["W2"] = rng.uniform(-0.5, 0.5, (n_hidden, n_out))
    params["W1"] = rng.uniform(-0.5, 0.5, (n_in, n_hidden))
    return params


def forward_one(x, params):
    z1 = np.dot(x, params["W1"]) + params["b1"]
    a1 = np.where(z1 > 0, z1, 0.0)
    z2 = np.dot(a1, params["W2"]) + params["b2"]
    e = np.exp(z2 - max(z2))
    return z1, a1, z2, e / sum(e)


def forward(X, params):
    rows = [forward_one(x, params) for x in X]
    return [np.array([row[part] for row in rows]) for part in range(4)]


def backward(X, y, params):
    grads = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for x, label in zip(X, y, strict=True):
        z1, a1, _, p = forward_one(x, params)
        delta2 = p.copy()
        delta2[label] -= 1.0
        delta1 = np.zeros(len(z1))
        for j in range(len(z1)):
            if z1[j] > 0:
                delta1[j] = np.dot(params["W2"][j], delta2)
        grads["W2"] += np.outer(a1, delta2)
        grads["b2"] += delta2
        grads["W1"] += np.outer(x, delta1)
        grads["b1"] += delta1
    return {name: grad / len(X) for name, grad in grads.items()}


def gradient_descent(X, y, params, *, lr=0.1, iterations=500):
    W1, b1, W2, b2 = (np.array(params[name], dtype=float) for name in ("W1", "b1", "W2", "b2"))
    loss, right = [], []
    everyone = list(range(len(X)))
    for _ in range(iterations):
        Z1 = X @ W1 + b1
        A1 = Z1 * (Z1 > 0)
        Z2 = A1 @ W2 + b2
        P = np.exp(Z2 - Z2.max(1)[:, None])
        P = P / P.sum(1)[:, None]
        loss.append(-sum(np.log(P[everyone, y])) / len(X))
        right.append(sum(P.argmax(1) == y) / len(X))
        P[everyone, y] -= 1
        D1 = P @ W2.T
        D1[Z1 <= 0] = 0
        W2 = W2 - lr * (A1.T @ P) / len(X)
        b2 = b2 - lr * P.mean(0)
        W1 = W1 - lr * (D1.T @ X).T / len(X)
        b1 = b1 - lr * D1.mean(0)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, {"loss": loss, "accuracy": right}


def predict(X, params):
    scores = np.maximum(0, X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
    return [int(np.argmax(row)) for row in scores]


def accuracy(y_true, y_pred):
    hits = 0
    for a, b in zip(y_true, y_pred, strict=True):
        if a == b:
            hits += 1
    return hits / len(y_true)


def confusion_matrix(y_true, y_pred, n_classes):
    matrix = [[0] * n_classes for _ in range(n_classes)]
    for a, b in zip(y_true, y_pred, strict=True):
        matrix[a][b] += 1
    return matrix


def binary_counts(matrix, c):
    tp = fp = fn = tn = 0
    for i, row in enumerate(matrix):
        for j, count in enumerate(row):
            if i == c and j == c:
                tp += count
            elif j == c:
                fp += count
            elif i == c:
                fn += count
            else:
                tn += count
    return tp, fp, fn, tn


def fit(X_train, y_train, rng):
    layers = [
        [rng.normal(0, np.sqrt(2 / 784), (784, 150)), np.zeros(150)],
        [rng.normal(0, np.sqrt(1 / 150), (150, 10)), np.zeros(10)],
    ]
    moves = [[np.zeros_like(part) for part in layer] for layer in layers]
    epochs = 18
    for epoch in range(epochs):
        lr = 0.12 * (1 - epoch / epochs)
        indices = rng.permutation(len(X_train))
        for first in range(0, len(indices), 80):
            some = indices[first : first + 80]
            x = X_train[some].reshape(-1, 28, 28)
            x = np.roll(x, tuple(rng.integers(-1, 2, 2)), (1, 2)).reshape(len(some), 784)
            h = np.maximum(x @ layers[0][0] + layers[0][1], 0)
            s = h @ layers[1][0] + layers[1][1]
            p = np.exp(s - s.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            p[np.arange(len(some)), y_train[some]] -= 1
            p /= len(some)
            d = (p @ layers[1][0].T) * (h > 0)
            for layer, move, grads in zip(layers, moves, ((x.T @ d, d.sum(0)), (h.T @ p, p.sum(0))), strict=True):
                for part, m, grad in zip(layer, move, grads, strict=True):
                    m *= 0.9
                    m -= lr * grad
                    part += m
    return layers


def classify(model, X):
    (W1, b1), (W2, b2) = model
    return (np.maximum(X @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)
