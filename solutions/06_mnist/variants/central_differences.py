"""backward by central differences of the loss; Windows line ends; progress is printed."""
# ruff: noqa: SIM115, B904, RUF046, RUF059

import math
import sys

import numpy as np


def load_csv(path):
    f = open(path)
    labels = []
    images = []
    number = 0
    for line in f:
        number += 1
        line = line.strip("\r\n")
        if number == 1 and line.startswith("label"):
            continue
        parts = line.split(",")
        try:
            if len(parts) != 785:
                raise ValueError("wrong number of fields")
            values = [float(part) for part in parts]
            if any(math.isnan(v) for v in values):
                raise ValueError("not a number")
        except ValueError as problem:
            f.close()
            raise ValueError("Zeile " + str(number) + ": " + str(problem))
        labels.append(int(values[0]))
        images.append(values[1:])
    f.close()
    return np.array(images), np.array(labels)


def prepare(X, y, val_fraction, rng):
    n_val = int(round(len(y) * val_fraction))
    keys = rng.random(len(y))
    val = sorted(range(len(y)), key=lambda i: keys[i])[:n_val]
    chosen = set(val)
    train = [i for i in rng.permutation(len(y)) if i not in chosen]
    f = X.astype(float) / 255
    return f[train], y[train], f[val], y[val]


def init_params(n_in, n_hidden, n_out, rng):
    return {
        "W1": rng.random((n_in, n_hidden)) - 0.5,
        "b1": rng.random(n_hidden) - 0.5,
        "W2": rng.random((n_hidden, n_out)) - 0.5,
        "b2": rng.random(n_out) - 0.5,
    }


def forward(X, params):
    Z1 = X.dot(params["W1"]) + params["b1"]
    A1 = Z1.clip(0)
    Z2 = A1.dot(params["W2"]) + params["b2"]
    A2 = Z2 - Z2.max(axis=1).reshape(-1, 1)
    np.exp(A2, out=A2)
    A2 /= A2.sum(axis=1).reshape(-1, 1)
    return Z1, A1, Z2, A2


def loss(X, y, params):
    probs = forward(X, params)[3]
    return -np.log(probs[range(len(y)), y] + 1e-12).mean()


def backward(X, y, params, h=1e-5):
    params = {name: np.array(value, dtype=float) for name, value in params.items()}
    grads = {}
    for name in params:
        grads[name] = np.zeros(params[name].shape)
        for index in np.ndindex(params[name].shape):
            kept = params[name][index]
            params[name][index] = kept + h
            up = loss(X, y, params)
            params[name][index] = kept - h
            down = loss(X, y, params)
            params[name][index] = kept
            grads[name][index] = (up - down) / (2 * h)
    return grads


def fast_backward(X, y, params, steps=None):
    Z1, A1, Z2, A2 = steps or forward(X, params)
    Y = np.zeros(A2.shape)
    Y[range(len(y)), y] = 1
    D2 = (A2 - Y) / len(y)
    D1 = D2.dot(params["W2"].T)
    D1[A1 == 0] = 0
    return {"W2": A1.T.dot(D2), "b2": D2.sum(0), "W1": D1.T.dot(X).T, "b1": D1.sum(0)}


def gradient_descent(X, y, params, *, lr=0.1, iterations=500):
    params = params.copy()
    losses, accuracies = [], []
    for i in range(iterations):
        steps = forward(X, params)
        probs = steps[3]
        losses.append(-np.log(probs[range(len(y)), y] + 1e-12).mean())
        accuracies.append(accuracy(y, probs.argmax(1)))
        g = fast_backward(X, y, params, steps) if len(X) > 1000 else backward(X, y, params)
        for name in "W2", "b2", "W1", "b1":
            params[name] = params[name] - lr * g[name]
        if i % 100 == 0:
            print("iteration", i, "loss", losses[-1], "accuracy", accuracies[-1], file=sys.stderr)
    return [params, {"accuracy": accuracies, "loss": losses}]


def predict(X, params):
    return forward(X, params)[3].argmax(1)


def accuracy(y_true, y_pred):
    wrong = np.count_nonzero(np.asarray(y_true) != np.asarray(y_pred))
    return 1 - wrong / len(y_true)


def confusion_matrix(y_true, y_pred, n_classes):
    m = np.zeros((n_classes, n_classes))
    for i in range(n_classes):
        for j in range(n_classes):
            m[i, j] = np.sum((y_true == i) & (y_pred == j))
    return m


def binary_counts(matrix, c):
    total = np.sum(matrix)
    row, column = np.sum(matrix[c, :]), np.sum(matrix[:, c])
    tp = matrix[c, c]
    return [tp, column - tp, row - tp, total - row - column + tp]


def fit(X_train, y_train, rng):
    n = len(X_train)
    params = {
        "W1": rng.uniform(-1, 1, (784, 120)) * math.sqrt(6 / 784),
        "b1": np.zeros(120),
        "W2": rng.uniform(-1, 1, (120, 10)) * math.sqrt(6 / 120),
        "b2": np.zeros(10),
    }
    speed = {name: 0 * value for name, value in params.items()}
    for epoch in range(18):
        order = rng.permutation(n)
        for start in range(0, n, 100):
            rows = order[start : start + 100]
            batch = X_train[rows].reshape(len(rows), 28, 28)
            batch = np.roll(batch, int(rng.integers(-1, 2)), axis=1)
            batch = np.roll(batch, int(rng.integers(-1, 2)), axis=2).reshape(len(rows), 784)
            g = fast_backward(batch, y_train[rows], params)
            for name in params:
                speed[name] = 0.9 * speed[name] - 0.1 * (1 - epoch / 18) * g[name]
                params[name] = params[name] + speed[name]
        print("epoch", epoch, "loss", loss(X_train[:500], y_train[:500], params))
    return params


def classify(model, X):
    return predict(X, model).astype(float)
