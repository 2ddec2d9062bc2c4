"""Results go into buffers with out=; backward returns the same buffers in each call; NumPy's warnings are errors."""

import numpy as np

np.seterr(all="raise")


def standardize(X_train, X_other):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std[std == 0] = np.inf
    results = np.empty(X_train.shape), np.empty(X_other.shape)
    for X, result in zip((X_train, X_other), results, strict=False):
        np.subtract(X, mean, out=result)
        np.divide(result, std, out=result)
    return results


def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X, y = X[order], y[order]
    for stop in range(batch_size, len(X) + batch_size, batch_size):
        yield X[stop - batch_size : stop], y[stop - batch_size : stop]


class MLP:
    def __init__(self, n_in, n_hidden, n_out, rng):
        W1 = rng.normal(size=(n_in, n_hidden))
        W1 *= np.sqrt(2 / n_in)
        W2 = rng.normal(0, 0.3 / np.sqrt(n_hidden), (n_hidden, n_out))
        self.params = {"W1": W1, "b1": np.zeros(n_hidden), "W2": W2, "b2": np.zeros(n_out)}
        self.reserve()

    def reserve(self):
        self.grads = {name: np.empty(param.shape) for name, param in self.params.items()}
        self.moves = {name: np.empty(param.shape) for name, param in self.params.items()}

    def compute(self, X):
        Z1 = np.dot(X, self.params["W1"])
        np.add(Z1, self.params["b1"], out=Z1)
        A1 = np.maximum(Z1, 0)
        P = np.dot(A1, self.params["W2"])
        P += self.params["b2"]
        P -= P.max(axis=1, keepdims=True)
        np.maximum(P, -600, out=P)  # below that exp underflows, which is an error here
        np.exp(P, out=P)
        P /= P.sum(axis=1, keepdims=True)
        return Z1, A1, P

    def forward(self, X):
        return self.compute(X)[2]

    def backward(self, X, y):
        Z1, A1, P = self.compute(X)
        P[np.arange(len(y)), y] -= 1
        P /= len(y)
        with np.errstate(under="ignore"):
            np.dot(A1.T, P, out=self.grads["W2"])
            P.sum(axis=0, out=self.grads["b2"])
            delta = P @ self.params["W2"].T
            np.multiply(delta, Z1 > 0, out=delta)
            np.dot(X.T, delta, out=self.grads["W1"])
            delta.sum(axis=0, out=self.grads["b1"])
        return self.grads

    def step(self, grads, lr):
        with np.errstate(under="ignore"):
            for name, param in self.params.items():
                np.multiply(grads[name], lr, out=self.moves[name])
                np.subtract(param, self.moves[name], out=param)

    def predict(self, X):
        return self.forward(X).argmax(axis=1, out=np.empty(len(X), dtype=np.intp))

    def save(self, path):
        np.savez(path, W2=self.params["W2"], b2=self.params["b2"], W1=self.params["W1"], b1=self.params["b1"])

    @classmethod
    def load(cls, path):
        model = cls.__new__(cls)
        with np.load(path) as file:
            model.params = {name: file[name] for name in ("W1", "b1", "W2", "b2")}
        model.reserve()
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": []}
    best_acc, best = -1, {name: np.empty_like(param) for name, param in model.params.items()}
    for _ in range(epochs):
        for X, y in iterate_minibatches(X_train, y_train, batch_size, rng):
            model.step(model.backward(X, y), lr)
        for part, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            P = model.forward(X)
            history[part + "_loss"].append(-np.log(np.clip(P[np.arange(len(y)), y], 1e-12, 1)).mean())
            history[part + "_acc"].append(np.count_nonzero(P.argmax(axis=1) == y) / len(y))
        if history["val_acc"][-1] > best_acc:
            best_acc = history["val_acc"][-1]
            for name, param in model.params.items():
                np.copyto(best[name], param)
    for name, param in model.params.items():
        np.copyto(param, best[name])
    return history
