"""Exercise 06: a network that reads handwritten digits, from the CSV file to the confusion matrix."""

import numpy as np


def load_csv(path):
    """Read label,pixel0,…,pixel783, with or without header: X (n, 784), y (n,); ValueError names a bad row's line."""
    raise NotImplementedError


def prepare(X, y, val_fraction, rng):
    """Shuffle, scale 0-255 to 0-1 and split off n * val_fraction rows: X_train, y_train, X_val, y_val."""
    raise NotImplementedError


def init_params(n_in, n_hidden, n_out, rng):
    """Draw W1 (n_in, n_hidden), b1 (n_hidden,), W2 (n_hidden, n_out), b2 (n_out,) from [-0.5, 0.5): a dict."""
    raise NotImplementedError


def forward(X, params):
    """Z1 = X W1 + b1, A1 = relu(Z1), Z2 = A1 W2 + b2, A2 = softmax(Z2): the tuple of the four."""
    raise NotImplementedError


def backward(X, y, params):
    """Return the gradient of the mean of -log A2[i, y[i]], as a dict with the keys and shapes of params."""
    raise NotImplementedError


def gradient_descent(X, y, params, *, lr=0.1, iterations=500):
    """Repeat param - lr * grad on all rows: new params, {"loss": [...], "accuracy": [...]} of each iteration."""
    raise NotImplementedError


def predict(X, params):
    """Return the most likely class of each row, (n,)."""
    raise NotImplementedError


def accuracy(y_true, y_pred):
    """Return the share of right predictions: labels 0, 1, 2 predicted as 0, 2, 2 are 2/3."""
    raise NotImplementedError


def confusion_matrix(y_true, y_pred, n_classes):
    """Count samples, rows true, columns predicted: 0, 1, 2 predicted as 0, 2, 2 are [[1,0,0], [0,0,1], [0,0,1]]."""
    raise NotImplementedError


def binary_counts(matrix, c):
    """Return (tp, fp, fn, tn) of class c against the rest: class 2 of the matrix above has (1, 1, 0, 1)."""
    raise NotImplementedError


def fit(X_train, y_train, rng):
    """Train the best network you can in 60 seconds of CPU; return any object that classify understands."""
    raise NotImplementedError


def classify(model, X):
    """Return the labels (n,) that model, a result of fit, gives to the rows of X."""
    raise NotImplementedError
