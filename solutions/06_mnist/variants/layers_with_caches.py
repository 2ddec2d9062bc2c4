"""Objects inside: layers that cache what they saw, dict subclasses, properties, a model that is an own object."""

import collections
import contextlib

import numpy as np


class BadRow(ValueError):
    """A row of a file that cannot be read."""

    def __init__(self, line, why):
        super().__init__(f"line {line}: {why}")


class Reader:
    def __init__(self, path):
        self.path = path

    def __iter__(self):
        with open(self.path, encoding="utf-8-sig") as file:
            for self.line, text in enumerate(file, 1):
                cells = text.rstrip().split(",")
                if self.line == 1 and cells[0].strip('"') == "label":
                    continue
                yield self.checked(cells)

    def checked(self, cells):
        if len(cells) != 1 + 28 * 28:
            raise BadRow(self.line, f"{len(cells)} cells")
        row = np.empty(len(cells), dtype=np.int16)
        for position, cell in enumerate(cells):
            try:
                row[position] = int(cell)
            except ValueError:
                raise BadRow(self.line, "empty cell" if not cell else "unreadable cell") from None
        return row


def load_csv(path):
    rows = list(Reader(path))
    table = np.concatenate(rows).reshape(len(rows), -1)
    y, X = np.split(table, [1], axis=1)
    return X.astype(np.float32), y.reshape(-1)


class Layer:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def __call__(self, x):
        self.x = x
        return x @ self.W + self.b

    def notice(self, delta):
        self.dW = (delta.T @ self.x).T
        self.db = delta.sum(axis=0)

    def back(self, delta):
        self.notice(delta)
        return delta @ self.W.T


class Network:
    def __init__(self, params):
        self.hidden = Layer(params["W1"], params["b1"])
        self.output = Layer(params["W2"], params["b2"])

    def run(self, X):
        self.Z1 = self.hidden(X)
        self.A1 = np.fmax(self.Z1, 0)
        self.Z2 = self.output(self.A1)
        top = np.amax(self.Z2, axis=1)
        self.A2 = np.exp((self.Z2.T - top).T)
        self.A2 = (self.A2.T / self.A2.sum(axis=1)).T
        return self

    def learn(self, y):
        delta = self.A2.copy()
        delta[np.arange(delta.shape[0]), y] -= 1
        delta = self.output.back(delta / delta.shape[0])
        delta[~(self.Z1 > 0)] = 0
        self.hidden.notice(delta)
        return Grads(self)

    def loss(self, y):
        return -np.log(np.choose(y, self.A2.T)).mean() if self.A2.shape[1] < 32 else None

    @property
    def params(self):
        return {"W1": self.hidden.W, "b1": self.hidden.b, "W2": self.output.W, "b2": self.output.b}


class Grads(collections.defaultdict):
    def __init__(self, network):
        super().__init__(float)
        self["b2"], self["W2"] = network.output.db, network.output.dW
        self["b1"], self["W1"] = network.hidden.db, network.hidden.dW


def prepare(X, y, val_fraction, rng):
    mask = np.zeros(len(X), dtype=bool)
    mask[rng.choice(len(X), size=round(val_fraction * len(X)), replace=False)] = True
    train, val = rng.permutation(np.flatnonzero(~mask)), np.flatnonzero(mask)
    return [np.true_divide(X[train], 255), y[train], np.true_divide(X[val], 255), y[val]]


def init_params(n_in, n_hidden, n_out, rng):
    limits = np.nextafter(0.5, 0)
    draw = collections.OrderedDict()
    for name, shape in (("W1", (n_in, n_hidden)), ("W2", (n_hidden, n_out)), ("b1", n_hidden), ("b2", n_out)):
        draw[name] = rng.uniform(-0.5, 0.5, shape).clip(-0.5, limits)
    return draw


def forward(X, params):
    network = Network(params).run(X)
    return network.Z1, network.A1, network.Z2, network.A2


def backward(X, y, params):
    return Network(params).run(X).learn(y)


def gradient_descent(X, y, params, *, lr=0.1, iterations=500):
    network = Network({name: np.array(params[name], dtype=float) for name in params})
    history = collections.defaultdict(list)
    history["accuracy"], history["loss"] = [], []
    for _ in range(iterations):
        network.run(X)
        history["loss"].append(network.loss(y))
        history["accuracy"].append(accuracy(y, network.A2.argmax(axis=1)))
        network.learn(y)
        for layer in (network.output, network.hidden):
            layer.W -= lr * layer.dW
            layer.b -= lr * layer.db
    return network.params, history


def predict(X, params):
    return Network(params).run(X).A2.argmax(axis=1).astype(np.int16)


def accuracy(y_true, y_pred):
    with contextlib.suppress(ZeroDivisionError):
        return float((y_true == y_pred).sum()) / y_true.size
    return 0.0


def confusion_matrix(y_true, y_pred, n_classes):
    counts = collections.Counter(zip(y_true.tolist(), y_pred.tolist(), strict=True))
    return np.array([[counts[i, j] for j in range(n_classes)] for i in range(n_classes)])


def binary_counts(matrix, c):
    order = [c, *[i for i in range(len(matrix)) if i != c]]
    m = np.asarray(matrix)[np.ix_(order, order)]
    return m[0, 0], m[1:, 0].sum(), m[0, 1:].sum(), m[1:, 1:].sum()


class Digits:
    """A network with momentum; it keeps the rows that it was given apart from those that it is asked about."""

    def __init__(self, rng, hidden=140):
        self.rng = rng
        self.network = Network(
            {
                "W1": rng.normal(scale=(2 / 784) ** 0.5, size=(784, hidden)).astype(np.float32),
                "b1": np.zeros(hidden, np.float32),
                "W2": rng.normal(scale=(1 / hidden) ** 0.5, size=(hidden, 10)).astype(np.float32),
                "b2": np.zeros(10, np.float32),
            }
        )
        self.speed = {}

    def train(self, X, y, epochs=18, size=100):
        for epoch in range(epochs):
            order = self.rng.permutation(len(X))
            while len(order):
                rows, order = order[:size], order[size:]
                shift = int(self.rng.integers(-1, 2)) * 28 + int(self.rng.integers(-1, 2))
                grads = self.network.run(np.roll(X[rows], shift, axis=1)).learn(y[rows])
                for name, value in self.network.params.items():
                    self.speed[name] = 0.9 * self.speed.get(name, 0) - 0.1 * (1 - epoch / epochs) * grads[name]
                    value += self.speed[name].astype(np.float32)
        return self

    def __call__(self, X):
        return self.network.run(X).Z2.argmax(axis=1)


def fit(X_train, y_train, rng):
    return Digits(rng).train(np.float32(X_train), np.int64(y_train))


def classify(model, X):
    return model(np.float32(X))
