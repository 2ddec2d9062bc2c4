"""A small automatic differentiation of numbers (reverse mode): `backward` is one walk back through the graph."""

import math

import numpy as np


class Value:
    """A number that knows what it was computed from, and the slopes towards it."""

    __slots__ = ("data", "grad", "sources")

    def __init__(self, data, sources=()):
        self.data = data
        self.sources = sources
        self.grad = 0.0

    def __add__(self, other):
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def relu(self):
        return Value(max(self.data, 0.0), ((self, 1.0 if self.data > 0 else 0.0),))

    def times(self, number):
        return Value(self.data * number, ((self, number),))


def negative_log_softmax(logits, label):
    probs = softmax(np.array([logit.data for logit in logits]))
    slopes = [p - (c == label) for c, p in enumerate(probs)]
    return Value(-math.log(probs[label]), tuple(zip(logits, slopes, strict=True)))


def walk_back(root):
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((source, False) for source, _ in node.sources)
    root.grad = 1.0
    for node in reversed(order):
        for source, slope in node.sources:
            source.grad += node.grad * slope


def relu(z):
    return np.vectorize(lambda v: max(v, 0), otypes=[float])(z)


def relu_derivative(z):
    return np.vectorize(lambda v: v > 0, otypes=[float])(z)


def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def one_hot(y, n_classes):
    out = np.zeros((len(y), n_classes))
    out[range(len(y)), y] = 1
    return out


def cross_entropy(y, probs):
    return float(np.mean(-np.log(probs[range(len(y)), y] + 1e-9)))


def forward(X, params):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = relu(Z1)
    Z2 = A1 @ params["W2"] + params["b2"]
    return Z1, A1, Z2, softmax(Z2)


def backward(X, y, params):
    values = {name: np.vectorize(Value, otypes=[object])(array.astype(float)) for name, array in params.items()}
    loss = Value(0.0)
    for x, label in zip(X, y, strict=True):
        hidden = []
        for weights, bias in zip(values["W1"].T, values["b1"], strict=True):
            for weight, number in zip(weights, x, strict=True):
                bias = bias + weight.times(float(number))
            hidden.append(bias.relu())
        logits = []
        for weights, bias in zip(values["W2"].T, values["b2"], strict=True):
            for weight, activation in zip(weights, hidden, strict=True):
                bias = bias + weight * activation
            logits.append(bias)
        loss = loss + negative_log_softmax(logits, int(label)).times(1 / len(X))
    walk_back(loss)
    return {name: np.vectorize(lambda v: v.grad, otypes=[float])(array) for name, array in values.items()}
