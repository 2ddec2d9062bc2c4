"""All parameters lie in one vector, which step moves as a whole; params holds views, biases are rows of weights."""

import numpy as np

NAMES = ("W1", "b1", "W2", "b2")


def standardize(X_train, X_other):
    mean = X_train.sum(axis=0) / X_train.shape[0]
    square = ((X_train - mean) ** 2).sum(axis=0) / X_train.shape[0]
    factor = np.zeros(len(mean))
    factor[square > 0] = square[square > 0] ** -0.5
    return (X_train - mean) * factor, (X_other - mean) * factor


def iterate_minibatches(X, y, batch_size, rng):
    table = np.column_stack([X, y])
    rng.shuffle(table)
    batches = []
    for start in range(0, len(table), batch_size):
        rows = table[start : start + batch_size]
        batches.append((rows[:, :-1], rows[:, -1].astype(int)))
    return batches


class MLP:
    def __init__(self, n_in, n_hidden, n_out, rng):
        self.shape(n_in, n_hidden, n_out)
        self.params["W1"][...] = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_hidden))
        self.params["W2"][...] = rng.normal(0, np.sqrt(1 / n_hidden), (n_hidden, n_out))

    def shape(self, n_in, n_hidden, n_out):
        split = (n_in + 1) * n_hidden
        self.vector = np.zeros(split + (n_hidden + 1) * n_out)
        self.one = self.vector[:split].reshape(n_in + 1, n_hidden)
        self.two = self.vector[split:].reshape(n_hidden + 1, n_out)
        self.params = dict(zip(NAMES, (self.one[:-1], self.one[-1], self.two[:-1], self.two[-1]), strict=False))

    def activations(self, X):
        X = np.hstack([X, np.ones((len(X), 1))])
        A1 = np.hstack([np.maximum(X @ self.one, 0), np.ones((len(X), 1))])
        Z2 = A1 @ self.two
        P = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
        return X, A1, P / P.sum(axis=1, keepdims=True)

    def forward(self, X):
        return self.activations(X)[2]

    def backward(self, X, y):
        X, A1, P = self.activations(X)
        d2 = (P - np.eye(P.shape[1])[y]) / len(X)
        d1 = (d2 @ self.two.T * (A1 > 0))[:, :-1]
        one, two = X.T @ d1, A1.T @ d2
        return {"W1": one[:-1], "b1": one[-1], "W2": two[:-1], "b2": two[-1]}

    def step(self, grads, lr):
        self.vector -= lr * np.concatenate([np.ravel(grads[name]) for name in NAMES])

    def predict(self, X):
        return self.forward(X).argmax(axis=1)

    def save(self, path):
        np.savez(path, vector=self.vector, sizes=[self.one.shape[0] - 1, *self.two.shape])

    @classmethod
    def load(cls, path):
        model = cls.__new__(cls)
        with np.load(path) as file:
            n_in, rows, n_out = file["sizes"]
            model.shape(n_in, rows - 1, n_out)
            model.vector[:] = file["vector"]
        return model


def train(model, X_train, y_train, X_val, y_val, *, epochs=30, lr=0.1, batch_size=64, rng):
    history = {"train_loss": (), "val_loss": (), "train_acc": (), "val_acc": ()}
    vectors = []
    for _ in range(epochs):
        for batch in iterate_minibatches(X_train, y_train, batch_size, rng):
            model.step(model.backward(*batch), lr)
        for part, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            P = model.forward(X)
            history[f"{part}_loss"] += (-np.log(P[np.arange(len(y)), y] + 1e-9).mean(),)
            history[f"{part}_acc"] += ((P.argmax(axis=1) == y).mean(),)
        vectors.append(model.vector.copy())
    model.vector[:] = vectors[len(vectors) - 1 - np.argmax(history["val_acc"][::-1])]
    return history
