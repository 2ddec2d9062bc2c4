"""Layer objects with caches; params is made of their arrays, which change in place; train prints its progress."""

import numpy as np


def standardize(X_train, X_other):
    X_train, X_other = np.array(X_train, dtype=float), np.array(X_other, dtype=float)
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std[np.isclose(std, 0, atol=1e-9)] = 1
    for X in (X_train, X_other):  # copies of our own
        X -= mean
        X /= std
    return [X_train, X_other]


def iterate_minibatches(X, y, batch_size, rng):
    pairs = list(zip(X, y, strict=False))
    order = rng.permutation(len(pairs))
    batch = []
    for row in order:
        batch.append(pairs[row])
        if len(batch) == batch_size:
            yield tuple(map(np.array, zip(*batch, strict=False)))
            batch = []
    if batch:
        yield tuple(map(np.array, zip(*batch, strict=False)))


class Affine:
    def __init__(self, W):
        self.W, self.b = W, np.zeros(W.shape[1])

    def __call__(self, X):
        self.X = X
        return X @ self.W + self.b

    def back(self, delta):
        self.dW, self.db = self.X.T @ delta, delta.sum(axis=0)
        return delta @ self.W.T


class ReLU:
    def __call__(self, Z):
        self.on = Z > 0
        return np.where(self.on, Z, 0)

    def back(self, delta):
        return np.where(self.on, delta, 0)


class Softmax:
    def __call__(self, Z):
        Z = Z - Z.max(axis=1, keepdims=True)
        self.log = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        return np.exp(self.log)


class MLP:
    def __init__(self, n_in, n_hidden, n_out, rng):
        W2, W1 = rng.normal(0, n_hidden**-0.5, (n_hidden, n_out)), rng.normal(0, (2 / n_in) ** 0.5, (n_in, n_hidden))
        self.use(W1, W2)

    def use(self, W1, W2):
        self.layers = [Affine(W1), ReLU(), Affine(W2), Softmax()]

    @property
    def params(self):
        one, two = self.layers[0], self.layers[2]
        return {"W1": one.W, "b1": one.b, "W2": two.W, "b2": two.b}

    def forward(self, X):
        for layer in self.layers:
            X = layer(X)
        return X

    def backward(self, X, y):
        delta = self.forward(X) - np.eye(len(self.layers[2].b))[y]
        delta /= len(X)
        for layer in self.layers[2::-1]:
            delta = layer.back(delta)
        one, two = self.layers[0], self.layers[2]
        return {"W1": one.dW, "b1": one.db, "W2": two.dW, "b2": two.db}

    def step(self, grads, lr):
        for name, param in self.params.items():
            param -= lr * grads[name]

    def predict(self, X):
        return self.forward(X).argmax(axis=1)

    def save(self, path):
        np.savez(path, **self.params)
        print("saved to", path)

    @classmethod
    def load(cls, path):
        model = cls.__new__(cls)
        with np.load(path) as file:
            model.use(file["W1"], file["W2"])
            model.params["b1"][:], model.params["b2"][:] = file["b1"], file["b2"]
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": []}
    best_acc, best = None, None
    for epoch in range(1, epochs + 1):
        for X, y in iterate_minibatches(X_train, y_train, batch_size, rng):
            model.step(model.backward(X, y), lr)
        for part, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            right = model.predict(X) == y
            history[f"{part}_loss"].append(-model.layers[-1].log[np.arange(len(y)), y].mean())
            history[f"{part}_acc"].append(right.mean())
        print(f"epoch {epoch:3}: {history['val_loss'][-1]:.4f} {history['val_acc'][-1]:.4f}")
        if best_acc is None or history["val_acc"][-1] > best_acc:
            best_acc, best = history["val_acc"][-1], [param.copy() for param in model.params.values()]
    for param, kept in zip(model.params.values(), best, strict=False):
        param[:] = kept
    return history
