"""Every product is an einsum, every mean a sum divided by n; the loss comes from log-softmax."""

import numpy as np


def standardize(X_train, X_other):
    n = len(X_train)
    mean = np.einsum("nd->d", X_train.astype(float)) / n
    centred = X_train - mean
    std = np.sqrt(np.einsum("nd,nd->d", centred, centred) / n)
    std[std == 0] = 1
    return centred / std, (X_other - mean) / std


def iterate_minibatches(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(y)))
    return [(X[rows], y[rows]) for rows in np.split(order, range(batch_size, len(y), batch_size))]


def log_softmax(z):
    z = z - z.max(axis=1)[:, None]
    return z - np.log(np.einsum("nk->n", np.exp(z)))[:, None]


class MLP:
    def __init__(self, n_in, n_hidden, n_out, rng):
        self.params = {
            "b1": np.zeros(n_hidden),
            "b2": np.zeros(n_out),
            "W1": rng.standard_normal((n_in, n_hidden)) * (2 / n_in) ** 0.5,
            "W2": rng.standard_normal((n_hidden, n_out)) * 0.1,
        }

    def logits(self, X):
        Z1 = np.einsum("nd,dh->nh", X, self.params["W1"]) + self.params["b1"]
        A1 = np.where(Z1 > 0, Z1, 0.0)
        return A1, np.einsum("nh,hk->nk", A1, self.params["W2"]) + self.params["b2"]

    def forward(self, X):
        return np.exp(log_softmax(self.logits(X)[1]))

    def backward(self, X, y):
        A1, Z2 = self.logits(X)
        error = np.exp(log_softmax(Z2))
        error[np.arange(len(y)), y] -= 1
        hidden = np.einsum("nk,hk,nh->nh", error, self.params["W2"], np.sign(A1))
        n = len(y)
        return {
            "b2": np.einsum("nk->k", error) / n,
            "W2": np.einsum("nh,nk->hk", A1, error) / n,
            "b1": np.einsum("nh->h", hidden) / n,
            "W1": np.einsum("nd,nh->dh", X, hidden) / n,
        }

    def step(self, grads, lr):
        for name, grad in grads.items():
            self.params[name] -= lr * grad

    def predict(self, X):
        return np.argmax(self.logits(X)[1], axis=-1)

    def save(self, path):
        np.savez_compressed(path, **self.params)

    @staticmethod
    def load(path):
        file = np.load(path)
        (d, h), k = file["W1"].shape, len(file["b2"])
        model = MLP(d, h, k, np.random.default_rng())
        model.params.update(file)
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    def measure(X, y):
        Z2 = model.logits(X)[1]
        return -np.einsum("n->", log_softmax(Z2)[np.arange(len(y)), y]) / len(y), (Z2.argmax(1) == y).mean()

    history = {name: [] for name in ("val_acc", "train_acc", "val_loss", "train_loss")}
    best = 0, 0, None
    for number in range(epochs):
        for batch in iterate_minibatches(X_train, y_train, batch_size, rng):
            model.step(model.backward(*batch), lr)
        for part, data in {"train": (X_train, y_train), "val": (X_val, y_val)}.items():
            loss, accuracy = measure(*data)
            history[part + "_loss"].append(loss)
            history[part + "_acc"].append(accuracy)
        best = max(best, (accuracy, number + 1, {k: v.copy() for k, v in model.params.items()}), key=lambda b: b[:2])
    model.params.update(best[2])
    return history
