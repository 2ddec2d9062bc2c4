"""Every epoch draws from a generator spawned from rng; W1 is uniform, W2 zero; shuffled by swapping pairs."""

import numpy as np


def standardize(X_train, X_other):
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    mean, std = np.average(X_train, axis=0), np.sqrt(np.var(X_train, axis=0))
    constant = low == high
    std = np.where(constant, 1, std)
    train, other = (X_train - mean) / std, (X_other - mean) / std
    train[:, constant] = 0
    return train, other


def iterate_minibatches(X, y, batch_size, rng):
    assert isinstance(rng, np.random.Generator)
    (own,) = rng.spawn(1)
    order = np.arange(len(X))
    for last in range(len(X) - 1, 0, -1):  # Fisher and Yates
        other = own.integers(last + 1)
        order[[last, other]] = order[[other, last]]
    rounds, rest = divmod(len(X), batch_size)
    for number in range(rounds + bool(rest)):
        rows = order[number * batch_size : (number + 1) * batch_size]
        yield X[rows], y[rows]


class MLP:
    def __init__(self, n_in, n_hidden, n_out, rng):
        one, _ = rng.spawn(2)
        limit = np.sqrt(6 / n_in)
        self.params = {
            "W1": limit * (2 * one.random((n_in, n_hidden)) - 1),
            "b1": np.zeros(n_hidden),
            "W2": np.zeros((n_hidden, n_out)),
            "b2": np.zeros(n_out),
        }
        self.steps = 0

    def __call__(self, X):
        z1 = np.matmul(X, self.params["W1"]) + self.params["b1"]
        a1 = np.where(z1 < 0, 0, z1)
        z2 = np.matmul(a1, self.params["W2"]) + self.params["b2"]
        shifted = np.exp(z2 - z2.max(axis=-1)[:, np.newaxis])
        return a1, shifted / shifted.sum(axis=-1)[:, np.newaxis]

    def forward(self, X):
        return self(X)[1]

    def backward(self, X, y):
        a1, p = self(X)
        n, k = p.shape
        truth = np.zeros((n, k))
        truth[np.arange(n), y] = 1
        jacobians = p[:, :, None] * np.eye(k) - p[:, :, None] * p[:, None, :]  # of the softmax
        upstream = np.divide(-truth, p, out=np.zeros((n, k)), where=truth > 0) / n
        delta = np.matmul(jacobians, upstream[:, :, None])[:, :, 0]
        hidden = np.tensordot(delta, self.params["W2"], axes=(1, 1)) * (a1 > 0)
        ones = np.ones(n)
        return {"b1": ones @ hidden, "b2": ones @ delta, "W1": X.T @ hidden, "W2": a1.T @ delta}

    def step(self, grads, lr):
        self.steps += 1
        for name in ("b1", "b2", "W1", "W2"):
            self.params[name] = self.params[name] - np.asarray(grads[name]) * lr

    def predict(self, X):
        return self(X)[1].argsort(axis=1)[:, -1]

    def save(self, path):
        np.savez(path, **self.params)

    @classmethod
    def load(cls, path):
        with np.load(path) as arrays:
            model = cls(len(arrays["W1"]), len(arrays["b1"]), len(arrays["b2"]), np.random.default_rng())
            model.params |= {name: arrays[name] for name in arrays}
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    curves = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": []}
    kept = []
    for generator in rng.spawn(epochs):
        for X_batch, y_batch in iterate_minibatches(X_train, y_train, batch_size, generator):
            model.step(model.backward(X_batch, y_batch), lr)
        for part, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            p = model.forward(X)
            curves[part + "_loss"].append(np.mean(-np.log(p[np.arange(len(y)), y].clip(1e-15))).item())
            curves[part + "_acc"].append(np.mean(p.argmax(axis=1) == y).item())
        kept.append({name: array.copy() for name, array in model.params.items()})
    model.params = kept[curves["val_acc"].index(max(curves["val_acc"]))]
    return curves
