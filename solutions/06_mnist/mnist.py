"""Exercise 06: a network that reads handwritten digits, from the CSV file to the confusion matrix."""

import numpy as np


def load_csv(path):
    """Read `label,pixel0,…,pixel783` with or without header: X (n, 784), y (n,); a bad row is a ValueError."""
    rows = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            fields = line.rstrip("\n").split(",")
            if number == 1 and fields[0] == "label":
                continue
            if len(fields) != 785:
                raise ValueError(f"line {number} has {len(fields)} fields, not 785")
            try:
                rows.append([int(field) for field in fields])
            except ValueError as error:
                raise ValueError(f"line {number} has a field that is no number: {error}") from None
    table = np.array(rows)
    return table[:, 1:], table[:, 0]


def prepare(X, y, val_fraction, rng):
    """Shuffle, scale the pixels to 0-1 and split: X_train, y_train, X_val, y_val."""
    order = rng.permutation(len(X))
    X, y = X[order] / 255, y[order]
    n_val = round(len(X) * val_fraction)
    return X[n_val:], y[n_val:], X[:n_val], y[:n_val]


def init_params(n_in, n_hidden, n_out, rng):
    """Draw every weight and bias uniformly from [-0.5, 0.5)."""
    shapes = {"W1": (n_in, n_hidden), "b1": (n_hidden,), "W2": (n_hidden, n_out), "b2": (n_out,)}
    return {name: rng.random(shape) - 0.5 for name, shape in shapes.items()}


def forward(X, params):
    """Compute Z1 = X W1 + b1, A1 = relu(Z1), Z2 = A1 W2 + b2 and A2 = softmax(Z2), each row by itself."""
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(Z1, 0)
    Z2 = A1 @ params["W2"] + params["b2"]
    # Softmax does not change when a row is shifted, and exp of a number below 0 cannot overflow.
    E = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
    return Z1, A1, Z2, E / E.sum(axis=1, keepdims=True)


def backward(X, y, params):
    """Compute the gradient of the mean cross-entropy, in the keys and shapes of `params`."""
    Z1, A1, _, A2 = forward(X, params)
    return gradients(X, y, params, Z1, A1, A2)


def gradients(X, y, params, Z1, A1, A2):
    """Compute the gradients from a forward pass that has been made."""
    # Softmax and cross-entropy together leave probabilities minus one-hot labels; the mean divides them by n.
    dZ2 = A2.copy()
    dZ2[np.arange(len(y)), y] -= 1
    dZ2 /= len(y)
    dZ1 = dZ2 @ params["W2"].T * (Z1 > 0)
    # (dZ1.T @ X).T is X.T @ dZ1, in half the time where X has many more rows and columns than there are neurons.
    return {"W1": (dZ1.T @ X).T, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}


def gradient_descent(X, y, params, *, lr=0.1, iterations=500):
    """Walk down the gradient of all samples: new params, and the loss and accuracy before each update."""
    history = {"loss": [], "accuracy": []}
    for _ in range(iterations):
        Z1, A1, _, A2 = forward(X, params)
        history["loss"].append(float(-np.log(A2[np.arange(len(y)), y]).mean()))
        history["accuracy"].append(accuracy(y, A2.argmax(axis=1)))
        grads = gradients(X, y, params, Z1, A1, A2)
        params = {name: value - lr * grads[name] for name, value in params.items()}
    return params, history


def predict(X, params):
    """Return the most likely class of each row, (n,)."""
    return forward(X, params)[3].argmax(axis=1)


def accuracy(y_true, y_pred):
    """Return the share of samples whose label was predicted."""
    return float(np.mean(y_true == y_pred))


def confusion_matrix(y_true, y_pred, n_classes):
    """Count the samples of each true class (row) by their predicted class (column)."""
    matrix = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(matrix, (y_true, y_pred), 1)
    return matrix


def binary_counts(matrix, c):
    """Return tp, fp, fn, tn of class `c` against the rest."""
    tp = int(matrix[c, c])
    fp = int(matrix[:, c].sum()) - tp
    fn = int(matrix[c].sum()) - tp
    return tp, fp, fn, int(matrix.sum()) - tp - fp - fn


def fit(X_train, y_train, rng):
    """Train 784 → 128 ReLU → 10 by minibatch SGD with momentum, each batch moved by up to one pixel."""
    n_hidden, epochs, batch_size, lr, momentum = 128, 20, 100, 0.1, 0.9
    # float32 halves the time. Uniform in ±sqrt(6 / n_in) has the variance 2 / n_in that keeps ReLU's signals level.
    X = X_train.astype(np.float32)
    params = init_params(X.shape[1], n_hidden, 10, rng)
    params = {name: value.astype(np.float32) * 2 * np.sqrt(6 / len(value)) for name, value in params.items()}
    params |= {"b1": np.zeros(n_hidden, np.float32), "b2": np.zeros(10, np.float32)}
    velocity = {name: np.zeros_like(value) for name, value in params.items()}
    for epoch in range(epochs):
        rate = lr * (1 - epoch / epochs)  # smaller and smaller steps: the noise of the batches averages out
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            grads = backward(moved(X[rows], rng), y_train[rows], params)
            for name, grad in grads.items():
                velocity[name] = momentum * velocity[name] - rate * grad
                params[name] = params[name] + velocity[name]
    return params


def moved(X, rng):
    """Move the images of a batch by at most one pixel: a digit stays the digit it was."""
    images = X.reshape(-1, 28, 28)
    return np.roll(images, rng.integers(-1, 2, size=2), axis=(1, 2)).reshape(X.shape)


def classify(model, X):
    """Return the labels that `model`, a result of `fit`, gives to the rows of `X`."""
    return predict(X, model)
