"""No arrays at all: nested lists, `math`, and loops; lists come back where arrays are promised."""

import math


def elementwise(f, z):
    return [elementwise(f, row) for row in z] if hasattr(z, "__len__") else f(float(z))


def relu(z):
    return elementwise(lambda v: v if v > 0 else 0.0, z)


def relu_derivative(z):
    return elementwise(lambda v: 1 if v > 0 else 0, z)


def softmax(z):
    if hasattr(z[0], "__len__"):
        return [softmax(row) for row in z]
    top = max(z)
    powers = [math.exp(v - top) for v in z]
    total = math.fsum(powers)
    return [power / total for power in powers]


def one_hot(y, n_classes):
    return [[1 if column == label else 0 for column in range(n_classes)] for label in y]


def cross_entropy(y, probs):
    losses = [-math.log(max(float(row[label]), 1e-15)) for row, label in zip(probs, y, strict=True)]
    return math.fsum(losses) / len(losses)


def layer(rows, W, b):
    W, b = [list(map(float, row)) for row in W], list(map(float, b))
    return [
        [math.fsum(x * w[j] for x, w in zip(row, W, strict=True)) + b[j] for j in range(len(b))]
        for row in ([float(x) for x in row] for row in rows)
    ]


def forward(X, params):
    Z1 = layer(X, params["W1"], params["b1"])
    A1 = relu(Z1)
    Z2 = layer(A1, params["W2"], params["b2"])
    return [Z1, A1, Z2, softmax(Z2)]


def backward(X, y, params):
    Z1, A1, Z2, A2 = forward(X, params)
    n, d, h, k = len(X), len(X[0]), len(Z1[0]), len(Z2[0])
    W2 = [list(map(float, row)) for row in params["W2"]]
    dW1, db1 = [[0.0] * h for _ in range(d)], [0.0] * h
    dW2, db2 = [[0.0] * k for _ in range(h)], [0.0] * k
    for i in range(n):
        error = [(A2[i][c] - (c == y[i])) / n for c in range(k)]
        for c in range(k):
            db2[c] += error[c]
            for j in range(h):
                dW2[j][c] += A1[i][j] * error[c]
        for j in range(h):
            if Z1[i][j] <= 0:
                continue
            back = sum(error[c] * W2[j][c] for c in range(k))
            db1[j] += back
            for a in range(d):
                dW1[a][j] += float(X[i][a]) * back
    return {"b2": db2, "W2": dW2, "b1": db1, "W1": dW1}
