"""One sample at a time: outer products are added up, classes found in a loop, W2 starts at zero."""

import numpy as np


def standardize(X_train, X_other):
    columns = []
    for train, other in zip(X_train.T, X_other.T, strict=False):
        mean = sum(train) / len(train)
        std = (sum((value - mean) ** 2 for value in train) / len(train)) ** 0.5
        columns.append([(value - mean) / (std or 1.0) for value in (*train, *other)])
    both = np.array(columns).T
    return both[: len(X_train)], both[len(X_train) :]


def iterate_minibatches(X, y, batch_size, rng):
    left = list(range(len(X)))
    rng.shuffle(left)
    while left:
        rows, left = left[:batch_size], left[batch_size:]
        yield np.array([X[row] for row in rows]), np.array([y[row] for row in rows])


class MLP:
    def __init__(self, n_in, n_hidden, n_out, rng):
        W1 = np.array([[rng.normal() for _ in range(n_hidden)] for _ in range(n_in)]) * np.sqrt(2 / n_in)
        self.params = {"W1": W1, "b1": np.zeros(n_hidden), "W2": np.zeros((n_hidden, n_out)), "b2": np.zeros(n_out)}

    def one(self, x):
        z1 = self.params["b1"] + x.dot(self.params["W1"])
        a1 = (np.abs(z1) + z1) / 2
        z2 = self.params["b2"] + a1.dot(self.params["W2"])
        e = np.exp(z2 - max(z2))
        return z1, a1, e / e.sum()

    def forward(self, X):
        return np.array([self.one(x)[2] for x in X])

    def backward(self, X, y):
        grads = {name: np.zeros(param.shape) for name, param in self.params.items()}
        self.seen = []
        for x, label in zip(X, y, strict=False):
            z1, a1, p = self.one(x)
            self.seen.append(p)
            d2 = p.copy()
            d2[label] -= 1
            d1 = self.params["W2"].dot(d2)
            d1[z1 <= 0] = 0
            for name, grad in (("W1", np.outer(x, d1)), ("b1", d1), ("W2", np.outer(a1, d2)), ("b2", d2)):
                grads[name] += grad
        for name in grads:
            grads[name] /= len(X)
        return grads

    def step(self, grads, lr):
        self.params = {name: param - np.multiply(grads[name], lr) for name, param in self.params.items()}

    def predict(self, X):
        return [int(np.argmax(p)) for p in self.forward(X)]

    def save(self, path):
        with open(path, "wb") as file:
            np.savez(file, *(self.params[name] for name in ("W1", "b1", "W2", "b2")))

    @classmethod
    def load(cls, path):
        model = object.__new__(cls)
        with np.load(path) as file:
            model.params = dict(
                zip(("W1", "b1", "W2", "b2"), [file[f"arr_{number}"] for number in range(4)], strict=False)
            )
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": []}
    top = -1
    for _ in range(epochs):
        losses, right = [], []
        for X, y in iterate_minibatches(X_train, y_train, batch_size, rng):
            model.step(model.backward(X, y), lr)  # backward keeps the probabilities from before the step
            losses.extend(-np.log(p[label] + 1e-12) for p, label in zip(model.seen, y, strict=False))
            right.extend(p.argmax() == label for p, label in zip(model.seen, y, strict=False))
        P = model.forward(X_val)
        history["train_loss"].append(sum(losses) / len(losses))
        history["train_acc"].append(sum(right) / len(right))
        history["val_loss"].append(
            -sum(np.log(max(p[label], 1e-12)) for p, label in zip(P, y_val, strict=False)) / len(y_val)
        )
        history["val_acc"].append(
            sum(int(p.argmax()) == label for p, label in zip(P, y_val, strict=False)) / len(y_val)
        )
        if history["val_acc"][-1] >= top:
            top, kept = history["val_acc"][-1], model.params  # step makes a new dict, so this one stays as it is
    model.params = kept
    return history
