"""fit only remembers: nearest neighbours of straightened images, a tuple; pure Python where arrays are small."""
# ruff: noqa: SIM115, UP031

import re

import numpy as np

FIELD = re.compile(r"\d+(\.\d*)?$")


def load_csv(path):
    samples = []
    number = 0
    for line in open(path):
        number += 1
        cells = [cell.strip() for cell in line.split(",")]
        if cells[0] == "label":
            continue
        if len(cells) != 785:
            raise ValueError("row in line %d has the wrong length" % number)
        if not all(map(FIELD.match, cells)):
            raise ValueError("no number in line %d" % number)
        samples.append((np.array(list(map(int, cells[1:]))), int(cells[0])))
    return np.array([image for image, _ in samples]), np.array([label for _, label in samples])


def prepare(X, y, val_fraction, rng):
    pairs = [(row / 255, label) for row, label in zip(X, y, strict=True)]
    deck = [pairs[i] for i in rng.choice(len(pairs), size=len(pairs), replace=False)]
    n = len(deck) - round(len(deck) * val_fraction)
    X_train, y_train = zip(*deck[:n], strict=True)
    X_val, y_val = zip(*deck[n:], strict=True)
    return np.stack(X_train), list(y_train), np.stack(X_val), list(y_val)


def init_params(n_in, n_hidden, n_out, rng):
    def matrix(rows, columns):
        return [[rng.random() - 0.5 for _ in range(columns)] for _ in range(rows)]

    return {
        "W1": np.array(matrix(n_in, n_hidden)),
        "b1": np.array([0.0] * n_hidden),
        "W2": np.array(matrix(n_hidden, n_out)),
        "b2": np.array([0.0] * n_out),
    }


def product(A, B):
    columns = list(zip(*B, strict=True))
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in A]


def forward(X, params):
    X, W1, b1, W2, b2 = (
        np.asarray(a, dtype=float).tolist() for a in (X, *(params[n] for n in ("W1", "b1", "W2", "b2")))
    )
    Z1 = [[z + b for z, b in zip(row, b1, strict=True)] for row in product(X, W1)]
    A1 = [[max(0.0, z) for z in row] for row in Z1]
    Z2 = [[z + b for z, b in zip(row, b2, strict=True)] for row in product(A1, W2)]
    A2 = []
    for row in Z2:
        e = [2.718281828459045 ** (z - max(row)) for z in row]
        A2.append([value / sum(e) for value in e])
    return Z1, A1, Z2, A2


def backward(X, y, params):
    Z1, A1, _, A2 = forward(X, params)
    n = len(A2)
    D2 = [[(p - (k == label)) / n for k, p in enumerate(row)] for row, label in zip(A2, y, strict=True)]
    D1 = product(D2, np.asarray(params["W2"]).T.tolist())
    D1 = [[d if z > 0 else 0.0 for d, z in zip(drow, zrow, strict=True)] for drow, zrow in zip(D1, Z1, strict=True)]
    return {
        "W1": product(np.asarray(X).T.tolist(), D1),
        "b1": [sum(column) for column in zip(*D1, strict=True)],
        "W2": product(list(zip(*A1, strict=True)), D2),
        "b2": [sum(column) for column in zip(*D2, strict=True)],
    }


def gradient_descent(X, y, params, *, lr=0.1, iterations=500):
    # with a column of ones for the biases: two matrices are enough
    X = np.hstack([X, np.ones((len(X), 1))])
    V1, V2 = np.vstack([params["W1"], params["b1"]]), np.vstack([params["W2"], params["b2"]])
    y = np.asarray(y).astype(int)
    losses, shares = [], []
    for t in range(iterations + 1):
        Z = X @ V1
        H = np.hstack([np.maximum(Z, 0), np.ones((len(X), 1))])
        S = H @ V2
        S = S - S.max(axis=1, keepdims=True)
        logp = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
        if t > 0:  # after the update
            losses.append(-logp[np.arange(len(y)), y].mean().item())
            shares.append((logp.argmax(axis=1) == y).mean().item())
        if t < iterations:
            D = np.exp(logp)
            D[np.arange(len(y)), y] -= 1
            step1, step2 = (D @ V2[:-1].T * (Z > 0)).T @ X, H.T @ D
            V1, V2 = V1 - lr / len(y) * step1.T, V2 - lr / len(y) * step2
    return {"W1": V1[:-1], "b1": V1[-1], "W2": V2[:-1], "b2": V2[-1]}, {"loss": losses, "accuracy": shares}


def predict(X, params):
    H = np.maximum(np.matmul(X, params["W1"]) + params["b1"], 0)
    return [row.index(max(row)) for row in (np.matmul(H, params["W2"]) + params["b2"]).tolist()]


def accuracy(y_true, y_pred):
    return [a == b for a, b in zip(list(y_true), list(y_pred), strict=True)].count(True) / len(y_true)


def confusion_matrix(y_true, y_pred, n_classes):
    pairs = list(zip(map(int, y_true), map(int, y_pred), strict=True))
    return [[pairs.count((i, j)) for j in range(n_classes)] for i in range(n_classes)]


def binary_counts(matrix, c):
    rows = np.asarray(matrix).tolist()
    tp = rows[c][c]
    fn = sum(rows[c]) - tp
    fp = sum(row[c] for row in rows) - tp
    return (tp, fp, fn, sum(map(sum, rows)) - tp - fn - fp)


def upright(X):
    """Shear each image so that it stands upright: every row of pixels moves by a whole number."""
    images = X.reshape(-1, 28, 28).astype(np.float32)
    weight = images.sum(axis=(1, 2)) + 1e-6
    place = np.arange(28, dtype=np.float32)
    middle_r = (images.sum(axis=2) * place).sum(axis=1) / weight
    middle_c = (images.sum(axis=1) * place).sum(axis=1) / weight
    r, c = place - middle_r[:, None], place - middle_c[:, None]
    slant = np.einsum("nij,ni,nj->n", images, r, c) / (np.einsum("nij,ni->n", images, r**2) + 1e-6)
    shift = np.rint(slant[:, None] * r).clip(-13, 13).astype(int)
    columns = np.arange(28)[None, None, :] + shift[:, :, None] + np.rint(middle_c - 13.5).astype(int)[:, None, None]
    lines = np.arange(28)[None, :, None] + np.zeros_like(columns)
    inside = (columns >= 0) & (columns < 28)
    moved = images[np.arange(len(images))[:, None, None], lines, columns.clip(0, 27)] * inside
    blurred = moved.copy()
    for axis in (1, 2):
        blurred = (np.roll(blurred, 1, axis) + 2 * blurred + np.roll(blurred, -1, axis)) / 4
    flat = blurred.reshape(len(X), 784)
    return flat / (np.linalg.norm(flat, axis=1, keepdims=True) + 1e-6)


def fit(X_train, y_train, rng):
    return upright(np.asarray(X_train)), np.array(y_train)


def classify(model, X):
    known, labels = model
    found = []
    for start in range(0, len(X), 500):
        likeness = upright(X[start : start + 500]) @ known.T
        nearest = np.argpartition(-likeness, 4, axis=1)[:, :4]
        for row, near in zip(likeness, nearest, strict=True):
            votes = np.bincount(labels[near], weights=row[near] ** 20, minlength=10)
            found.append(int(votes.argmax()))
    return found
