"""backward is a central difference of the loss while the network is small, and the formula above that."""

import numpy as np


def standardize(X_train, X_other):
    mean, std = np.mean(X_train, axis=0), np.std(X_train, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = [(X - mean) / std for X in (X_train, X_other)]
    return tuple(np.where(std == 0, 0.0, X) for X in scaled)


def iterate_minibatches(X, y, batch_size, rng):
    rows = np.arange(len(X))
    rng.shuffle(rows)
    for start in range(0, len(rows), batch_size):
        yield [X[rows[start : start + batch_size]], y[rows[start : start + batch_size]]]


def softmax(z):
    exp = np.exp(z - np.max(z, axis=1, keepdims=True))
    return exp / np.sum(exp, axis=1, keepdims=True)


def loss(y, probs):
    return float(np.mean(-np.log(probs[np.arange(len(y)), y])))


class MLP:
    def __init__(self, n_in, n_hidden, n_out, rng):
        bound = np.sqrt(6 / n_in)  # a uniform distribution with the standard deviation sqrt(2 / n_in)
        self.params = {
            "W1": rng.uniform(-bound, bound, (n_in, n_hidden)),
            "W2": rng.uniform(-0.1, 0.1, (n_hidden, n_out)),
            "b1": np.zeros(n_hidden),
            "b2": np.zeros(n_out),
        }

    def forward(self, X):
        hidden = np.clip(X @ self.params["W1"] + self.params["b1"], 0, None)
        return softmax(hidden @ self.params["W2"] + self.params["b2"])

    def backward(self, X, y):
        if sum(param.size for param in self.params.values()) > 200:
            return self.formula(X, y)
        kept = self.params
        self.params = {name: param.copy() for name, param in kept.items()}
        grads, h = {}, 1e-5
        for name, param in self.params.items():
            grads[name] = np.empty_like(param)
            for place in np.ndindex(param.shape):
                value = param[place]
                param[place] = value + h
                above = loss(y, self.forward(X))
                param[place] = value - h
                grads[name][place] = (above - loss(y, self.forward(X))) / (2 * h)
                param[place] = value
        self.params = kept
        return grads

    def formula(self, X, y):
        Z1 = X @ self.params["W1"] + self.params["b1"]
        A1 = Z1.clip(0)
        delta = softmax(A1 @ self.params["W2"] + self.params["b2"])
        delta[range(len(y)), y] -= 1
        back = np.where(Z1 > 0, delta @ self.params["W2"].T, 0)
        sums = {"W1": X.T @ back, "b1": back.sum(0), "W2": A1.T @ delta, "b2": delta.sum(0)}
        return {name: total / len(y) for name, total in sums.items()}

    def step(self, grads, lr):
        for name in grads:
            np.subtract(self.params[name], lr * grads[name], out=self.params[name])

    def predict(self, X):
        return self.forward(X).argmax(1)

    def save(self, path):
        np.savez(path, **{name + "_": param for name, param in self.params.items()})

    @classmethod
    def load(cls, path):
        with np.load(path) as file:
            arrays = {name.rstrip("_"): file[name] for name in file}
        model = cls(*arrays["W1"].shape, len(arrays["b2"]), np.random.default_rng(0))
        for name, param in model.params.items():
            param[:] = arrays[name]
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    history = {"train_loss": [], "train_acc": [], "val_loss": [], "val_acc": []}
    snapshots = []
    for _ in range(epochs):
        for X, y in iterate_minibatches(X_train, y_train, batch_size, rng):
            model.step(model.backward(X, y), lr)
        for name, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            history[f"{name}_loss"].append(loss(y, model.forward(X)))
            history[f"{name}_acc"].append(float(np.mean(model.predict(X) == y)))
        snapshots.append({name: param.copy() for name, param in model.params.items()})
    model.params.update(snapshots[int(np.argmax(history["val_acc"]))])
    return history
