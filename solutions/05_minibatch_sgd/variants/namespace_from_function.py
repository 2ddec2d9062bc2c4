"""No class: MLP is a function that returns a namespace of closures, and load is an attribute of it."""

from types import SimpleNamespace

import numpy as np


def standardize(X_train, X_other):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    scale = np.array([1 / s if s > 0 else 0 for s in std])
    return tuple((X - mean) * scale for X in (X_train, X_other))


def iterate_minibatches(X, y, batch_size, rng):
    keys = rng.random(len(X))
    order = sorted(range(len(X)), key=keys.__getitem__)

    def batch(start):
        return X[order[start : start + batch_size]], y[order[start : start + batch_size]]

    return map(batch, range(0, len(X), batch_size))


def MLP(n_in, n_hidden, n_out, rng):
    return network(
        {
            "W1": rng.normal(0, np.sqrt(2 / n_in), (n_in, n_hidden)),
            "b1": np.zeros(n_hidden),
            "W2": rng.normal(0, np.sqrt(1 / n_hidden), (n_hidden, n_out)),
            "b2": np.zeros(n_out),
        }
    )


def network(arrays):
    net = SimpleNamespace(params=arrays)

    def scores(X):
        hidden = np.fmax(X @ net.params["W1"] + net.params["b1"], 0)
        return hidden, hidden @ net.params["W2"] + net.params["b2"]

    def forward(X):
        exp = np.exp(scores(X)[1].T - scores(X)[1].max(axis=1))
        return (exp / exp.sum(axis=0)).T

    def backward(X, y):
        hidden, _ = scores(X)
        delta = forward(X) - (np.asarray(y)[:, None] == np.arange(len(net.params["b2"])))
        delta1 = delta @ net.params["W2"].T * np.heaviside(hidden, 0)
        grads = {"W2": hidden.T @ delta, "W1": X.T @ delta1, "b2": delta.sum(axis=0), "b1": delta1.sum(axis=0)}
        return {name: grad * (1 / len(X)) for name, grad in grads.items()}

    def step(grads, lr):
        net.params = {name: param - lr * grads[name] for name, param in net.params.items()}

    net.forward, net.backward, net.step = forward, backward, step
    net.predict = lambda X: forward(X).argmax(axis=1)
    net.save = lambda path: np.savez(path, **net.params)
    return net


MLP.load = lambda path: network(dict(np.load(path).items()))


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    def epoch():
        for batch in iterate_minibatches(X_train, y_train, batch_size, rng):
            model.step(model.backward(*batch), lr)
        numbers = []
        for X, y in ((X_train, y_train), (X_val, y_val)):
            probs = model.forward(X)
            numbers += [-np.mean(np.log(probs[np.arange(len(y)), y] + 1e-12)), np.mean(model.predict(X) == y)]
        return numbers, model.params

    epochs = [epoch() for _ in range(epochs)]
    model.params = max(epochs, key=lambda one: one[0][3])[1]
    curves = np.array([numbers for numbers, _ in epochs]).T.tolist()
    return dict(zip(("train_loss", "train_acc", "val_loss", "val_acc"), curves, strict=False))
