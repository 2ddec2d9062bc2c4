"""np.seterr(all="raise") at import, buffers that the next call uses again, `out=`, log-sum-exp."""
# ruff: noqa: C408, RUF059, UP032

import io

import numpy as np

np.seterr(all="raise")
TINY = np.finfo(float).tiny
BUFFERS = {}


def buffer(name, shape):
    if name not in BUFFERS or BUFFERS[name].shape != shape:
        BUFFERS[name] = np.empty(shape)
    BUFFERS[name].fill(0.0)
    return BUFFERS[name]


def load_csv(path):
    with open(path, "rb") as file:
        text = file.read().decode("ascii")
    lines = text.rstrip("\n").split("\n")
    header = not lines[0][:1].isdigit() and "pixel" in lines[0]
    for number, line in enumerate(lines, 1):
        if header and number == 1:
            continue
        fields = line.split(",")
        if len(fields) != 785 or not all(field.strip().isdigit() for field in fields):
            raise ValueError("bad row, line no. {} of the file".format(number))
    table = np.loadtxt(io.StringIO(text), delimiter=",", skiprows=int(header), ndmin=2, dtype=np.int64)
    return np.ascontiguousarray(table[:, 1:]), np.ascontiguousarray(table[:, 0])


def prepare(X, y, val_fraction, rng):
    order = np.argsort(rng.random(len(X)), kind="stable")
    scaled = np.empty(X.shape)
    np.divide(X, 255.0, out=scaled)
    n_train = len(X) - int(np.floor(len(X) * val_fraction))
    X_train, X_val = np.split(scaled[order], [n_train])
    y_train, y_val = np.split(y[order], [n_train])
    return X_train, y_train, X_val, y_val


def init_params(n_in, n_hidden, n_out, rng):
    flat = rng.random(n_in * n_hidden + n_hidden * n_out)
    flat -= 0.5
    cut = n_in * n_hidden
    W1, W2 = flat[:cut].reshape(n_in, n_hidden).copy(), flat[cut:].reshape(n_hidden, n_out).copy()
    return dict(W1=W1, W2=W2, b1=np.zeros(n_hidden), b2=np.zeros(n_out))


def exp(Z):
    """exp without an underflow, which would raise here."""
    return np.exp(np.maximum(Z, -700.0))


def forward(X, params):
    n, h, k = len(X), len(params["b1"]), len(params["b2"])
    Z1, A1, Z2, A2 = (buffer(name, (n, m)) for name, m in (("Z1", h), ("A1", h), ("Z2", k), ("A2", k)))
    np.matmul(X, params["W1"], out=Z1)
    Z1 += params["b1"]
    np.maximum(Z1, 0.0, out=A1)
    np.matmul(A1, params["W2"], out=Z2)
    np.add(Z2, params["b2"], out=Z2)
    top = Z2.max(axis=1, keepdims=True)
    np.copyto(A2, exp(Z2 - top - np.log(exp(Z2 - top).sum(axis=1, keepdims=True))))
    return Z1, A1, Z2, A2


def backward(X, y, params):
    Z1, A1, Z2, A2 = forward(X, params)
    dZ2 = buffer("dZ2", A2.shape)
    np.copyto(dZ2, A2)
    np.subtract.at(dZ2, (np.arange(len(y)), y), 1.0)
    dZ2 *= 1.0 / len(y)
    dZ1 = np.where(A1 > 0, dZ2 @ params["W2"].T, 0.0)
    grads = {name: buffer("d" + name, np.shape(value)) for name, value in params.items()}
    np.matmul(A1.T, dZ2, out=grads["W2"])
    np.add.reduce(dZ2, axis=0, out=grads["b2"])
    np.matmul(dZ1.T, X, out=grads["W1"].T)
    np.add.reduce(dZ1, axis=0, out=grads["b1"])
    return grads


def gradient_descent(X, y, params, *, lr=0.1, iterations=500):
    new = {name: np.array(value, float) for name, value in params.items()}
    history = {"loss": [], "accuracy": []}
    for _ in range(iterations):
        grads = backward(X, y, new)
        A2 = BUFFERS["A2"]
        history["loss"].append(-np.log(np.maximum(A2[np.arange(len(y)), y], TINY)).mean())
        history["accuracy"].append((A2.argmax(axis=1) == y).mean())
        for name in new:
            grads[name] *= lr
            np.subtract(new[name], grads[name], out=new[name])
    return new, history


def predict(X, params):
    return forward(X, params)[2].argmax(axis=1)


def accuracy(y_true, y_pred):
    return np.array(y_true == y_pred).mean(dtype=np.float64).reshape(())


def confusion_matrix(y_true, y_pred, n_classes):
    cells = np.asarray(y_true, np.int64) * n_classes + np.asarray(y_pred, np.int64)
    return np.bincount(cells, minlength=n_classes * n_classes).reshape(n_classes, n_classes)


def binary_counts(matrix, c):
    rest = np.delete(np.delete(matrix, c, axis=0), c, axis=1)
    column, row = np.delete(matrix[:, c], c), np.delete(matrix[c], c)
    return matrix[c, c], column.sum(), row.sum(), rest.sum()


def fit(X_train, y_train, rng):
    params = init_params(784, 128, 10, rng)
    params["W1"] *= 2 * np.sqrt(6 / 784)
    params["W2"] *= 2 * np.sqrt(6 / 128)
    speed = {name: np.zeros_like(value) for name, value in params.items()}
    epochs, batch = 18, 90
    for epoch in range(epochs):
        lr = 0.1 * (1 - epoch / epochs)
        order = rng.permutation(len(X_train))
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            shift = 28 * int(rng.integers(-1, 2)) + int(rng.integers(-1, 2))
            grads = backward(np.roll(X_train[rows], shift, axis=1), y_train[rows], params)
            for name, v in speed.items():
                v *= 0.9
                v -= lr * grads[name]
                v[abs(v) < 1e-30] = 0.0
                params[name] += v
    return params


def classify(model, X):
    return predict(X, model)
