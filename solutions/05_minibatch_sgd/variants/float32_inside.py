"""Parameters, activations and gradients are float32; the histories are Python floats."""

import numpy as np

F = np.float32


def standardize(X_train, X_other):
    mean, std = X_train.mean(axis=0, dtype=float), X_train.std(axis=0, dtype=float)
    std += std == 0
    return ((X_train - mean) / std).astype(F), ((X_other - mean) / std).astype(F)


def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X)).astype(np.int32)
    for rows in np.array_split(order, range(batch_size, len(X), batch_size)):
        yield np.take(X, rows, axis=0), np.take(y, rows)


class MLP:
    def __init__(self, n_in, n_hidden, n_out, rng):
        self.params = {
            "W1": rng.standard_normal((n_in, n_hidden), dtype=F) * F(np.sqrt(2 / n_in)),
            "b1": np.zeros(n_hidden, dtype=F),
            "W2": rng.standard_normal((n_hidden, n_out), dtype=F) * F(np.sqrt(1 / n_hidden)),
            "b2": np.zeros(n_out, dtype=F),
        }

    def layers(self, X):
        X = np.asarray(X, dtype=F)
        A1 = np.maximum(X @ self.params["W1"] + self.params["b1"], F(0))
        Z2 = A1 @ self.params["W2"] + self.params["b2"]
        E = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
        return X, A1, E / E.sum(axis=1, keepdims=True)

    def forward(self, X):
        return self.layers(X)[2]

    def backward(self, X, y):
        X, A1, A2 = self.layers(X)
        d2 = (A2 - np.eye(A2.shape[1], dtype=F)[y]) / F(len(X))
        d1 = d2 @ self.params["W2"].T * (A1 > 0)
        return {"W2": A1.T @ d2, "b2": d2.sum(axis=0), "W1": X.T @ d1, "b1": d1.sum(axis=0)}

    def step(self, grads, lr):
        for name, param in self.params.items():
            param -= F(lr) * np.asarray(grads[name], dtype=F)

    def predict(self, X):
        return self.forward(X).argmax(axis=1).astype(np.uint8)

    def save(self, path):
        np.savez(path, **self.params)

    @classmethod
    def load(cls, path):
        model = cls(1, 1, 1, np.random.default_rng(0))
        with np.load(path) as file:
            model.params = {name: np.array(file[name]) for name in model.params}
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": []}
    best = None
    for _ in range(epochs):
        for X, y in iterate_minibatches(X_train, y_train, batch_size, rng):
            model.step(model.backward(X, y), lr)
        for part, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            P = model.forward(X)
            history[part + "_loss"].append(float(-np.log(P[range(len(y)), y] + F(1e-12)).mean(dtype=float)))
            history[part + "_acc"].append(float((P.argmax(axis=1) == y).mean()))
        if best is None or history["val_acc"][-1] > max(history["val_acc"][:-1]):
            best = {name: param.copy() for name, param in model.params.items()}
    for name, param in model.params.items():
        param[...] = best[name]
    return history
