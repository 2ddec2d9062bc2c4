"""The other layout inside: samples are columns there, with one matrix a layer that holds the biases too."""

import numpy as np

KEYS = ["W1", "b1", "W2", "b2"]


def load_csv(path):
    with open(path) as file:
        content = file.read()
    lines = content.splitlines()
    table = []
    for i in range(len(lines)):
        words = lines[i].split(",")
        if i == 0 and not words[0].isnumeric() and words[-1] == "pixel783":
            continue
        assert words, lines
        problem = None
        if len(words) < 785:
            problem = "too few fields"
        elif len(words) > 785:
            problem = "too many fields"
        elif "" in words:
            problem = "an empty field"
        elif not all(word.isnumeric() for word in words):
            problem = "a field that is no number"
        if problem:
            raise ValueError(problem + " (line " + str(i + 1) + ")")
        table.append([int(word) for word in words])
    columns = np.array(table, dtype=np.uint16).T
    return columns[1:].T, columns[0]


def prepare(X, y, val_fraction, rng):
    n = X.shape[0]
    together = np.concatenate([np.asarray(X, dtype=float) / 255, np.asarray(y, dtype=float).reshape(n, 1)], axis=1)
    rng.shuffle(together)
    n_val = round(val_fraction * n)
    train, val = together[: n - n_val], together[n - n_val :]
    return train[:, :-1], train[:, -1].astype(int), val[:, :-1], val[:, -1].astype(int)


def init_params(n_in, n_hidden, n_out, rng):
    first = rng.random((n_hidden, n_in + 1)) - 0.5
    second = rng.random((n_out, n_hidden + 1)) - 0.5
    return unpacked(first, second)


def packed(params):
    """Return two matrices, (neurons, inputs + 1); the last column holds the biases."""
    return (
        np.column_stack([np.asarray(params["W1"], dtype=float).T, params["b1"]]),
        np.column_stack([np.asarray(params["W2"], dtype=float).T, params["b2"]]),
    )


def unpacked(first, second):
    return dict(zip(KEYS, (first[:, :-1].T, first[:, -1], second[:, :-1].T, second[:, -1]), strict=True))


def with_ones(columns):
    return np.vstack([columns, np.ones((1, columns.shape[1]))])


def columns_through(first, second, inputs):
    """Pass columns of samples through, with a row of ones below them."""
    z1 = first @ inputs
    a1 = np.maximum(z1, 0)
    z2 = second @ with_ones(a1)
    e = np.exp(z2 - z2.max(axis=0))
    return z1, a1, z2, e / e.sum(axis=0)


def slopes(first, second, inputs, y):
    z1, a1, _, a2 = columns_through(first, second, inputs)
    n = inputs.shape[1]
    y = np.asarray(y).astype(np.intp)
    d2 = (a2 - np.eye(len(a2))[:, y]) / n
    d1 = np.multiply(second[:, :-1].T @ d2, z1 > 0)
    return d1 @ inputs.T, d2 @ with_ones(a1).T, -np.log(a2[y, range(n)]).sum() / n, a2.argmax(axis=0)


def forward(X, params):
    return tuple(np.transpose(part) for part in columns_through(*packed(params), with_ones(np.transpose(X))))


def backward(X, y, params):
    d_first, d_second, _, _ = slopes(*packed(params), with_ones(np.transpose(X)), y)
    return unpacked(d_first, d_second)


def gradient_descent(X, y, params, *, lr=0.1, iterations=500):
    first, second = packed(params)
    inputs = with_ones(np.transpose(X))
    told = []
    for _ in range(iterations):
        d_first, d_second, loss, guesses = slopes(first, second, inputs, y)
        first, second = first - lr * d_first, second - lr * d_second
        told.append((float(loss), accuracy(y, guesses)))
    return unpacked(first, second), {"loss": [loss for loss, _ in told], "accuracy": [share for _, share in told]}


def predict(X, params):
    return columns_through(*packed(params), with_ones(np.transpose(X)))[3].argmax(axis=0)


def accuracy(y_true, y_pred):
    return np.float32(np.average(np.asarray(y_true) == np.asarray(y_pred)))


def confusion_matrix(y_true, y_pred, n_classes):
    result = np.zeros((n_classes, n_classes), dtype=np.uint32)
    cells, counts = np.unique(np.array([y_true, y_pred], dtype=int), axis=1, return_counts=True)
    result[cells[0], cells[1]] = counts
    return result


def binary_counts(matrix, c):
    matrix = matrix.copy()
    tp = matrix[c, c]
    matrix[c, c] = 0
    fp, fn = matrix[:, c].sum(), matrix[c, :].sum()
    matrix[:, c] = 0
    matrix[c, :] = 0
    return tp, fp, fn, matrix.sum()


def fit(X_train, y_train, rng):
    """784-120-10 with Nesterov's momentum; each batch is moved by a pixel."""
    shapes = {"first": (120, 785), "second": (10, 121)}
    weights = {name: rng.normal(0, np.sqrt(2 / shape[1]), shape) for name, shape in shapes.items()}
    for matrix in weights.values():
        matrix[:, -1] = 0
    speed = {name: np.zeros(shape) for name, shape in shapes.items()}
    columns, y = np.transpose(X_train).copy(), np.array(y_train)
    epochs = 16
    for epoch in range(epochs):
        lr = 0.1 * np.cos(np.pi / 2 * epoch / epochs) ** 2
        order = rng.permutation(len(y))
        for start in range(0, len(y), 100):
            rows = order[start : start + 100]
            batch = np.roll(columns[:, rows].reshape(28, 28, -1), rng.integers(-1, 2, 2).tolist(), (0, 1))
            ahead = {name: weights[name] + 0.9 * speed[name] for name in weights}
            d_first, d_second, _, _ = slopes(
                ahead["first"], ahead["second"], with_ones(batch.reshape(784, -1)), y[rows]
            )
            for name, slope in (("first", d_first), ("second", d_second)):
                speed[name] = 0.9 * speed[name] - lr * slope
                weights[name] = weights[name] + speed[name]
    return weights["first"], weights["second"]


def classify(model, X):
    return columns_through(*model, with_ones(np.transpose(X)))[2].argmax(axis=0)
