"""train shuffles and steps by itself, on the arrays of params, without iterate_minibatches, backward or step."""

import numpy as np


def standardize(X_train, X_other):
    mean, std = X_train.mean(0), X_train.std(0)
    return np.divide(X_train - mean, std, where=std > 0, out=np.zeros(X_train.shape)), (X_other - mean) / (std + 1e-12)


def iterate_minibatches(X, y, batch_size, rng):
    order = rng.choice(len(X), len(X), replace=False)
    return ((X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(X), batch_size))


def passes(params, X):
    z = X @ params["W1"] + params["b1"]
    a = z * (z > 0)
    logits = a @ params["W2"] + params["b2"]
    logits -= logits.max(axis=1, keepdims=True)
    return a, np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def gradients(params, X, y):
    a, p = passes(params, X)
    target = np.zeros_like(p)
    np.put_along_axis(target, np.asarray(y, dtype=int)[:, None], 1, axis=1)
    error = (p - target) / len(X)
    back = (error @ params["W2"].T) * (a > 0)
    return {"b1": back.sum(axis=0), "b2": error.sum(axis=0), "W1": X.T @ back, "W2": a.T @ error}


class MLP:
    def __init__(self, n_in, n_hidden, n_out, rng):
        self.sizes = n_in, n_hidden, n_out
        self.params = {}
        for k, (before, after) in enumerate(zip(self.sizes, self.sizes[1:], strict=False), start=1):
            self.params[f"W{k}"] = rng.normal(scale=(2 / before) ** 0.5 / k**2, size=(before, after))
            self.params[f"b{k}"] = np.zeros(after)

    def forward(self, X):
        return passes(self.params, X)[1]

    def backward(self, X, y):
        return gradients(self.params, X, y)

    def step(self, grads, lr):
        for name, array in self.params.items():
            array -= lr * grads[name]

    def predict(self, X):
        return np.array([row.argmax() for row in self.forward(X)])

    def save(self, path):
        np.savez(path, sizes=self.sizes, **self.params)

    @classmethod
    def load(cls, path):
        with np.load(path) as file:
            model = cls(*file["sizes"], np.random.default_rng())
            model.params = {name: file[name] for name in file.files if name != "sizes"}
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    params = model.params
    train_loss, train_acc, val_loss, val_acc = np.zeros((4, epochs))
    best, best_params = -np.inf, {}
    for epoch in range(epochs):
        order = rng.permutation(X_train.shape[0])
        losses, accuracies = [], []
        for first in range(0, len(order), batch_size):
            rows = order[first : first + batch_size]
            X, y = X_train[rows], y_train[rows]
            p = passes(params, X)[1]
            losses.append(-np.log(p[np.arange(len(y)), y]).mean())
            accuracies.append((p.argmax(axis=1) == y).mean())
            for name, grad in gradients(params, X, y).items():
                params[name] -= lr * grad
        p = passes(params, X_val)[1]
        train_loss[epoch], train_acc[epoch] = np.mean(losses), np.mean(accuracies)
        val_loss[epoch] = -np.log(p[np.arange(len(y_val)), y_val]).mean()
        val_acc[epoch] = np.sum(p.argmax(axis=1) == y_val) / len(y_val)
        if val_acc[epoch] > best:
            best, best_params = val_acc[epoch], {name: np.array(array) for name, array in params.items()}
    for name, array in best_params.items():
        params[name][...] = array
    return {"train_loss": train_loss, "train_acc": train_acc, "val_loss": val_loss, "val_acc": val_acc}
