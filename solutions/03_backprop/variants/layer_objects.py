"""Two layer objects that each know their way forward and back; W1, b1, W2 and b2 are properties of the network."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Layer:
    """A dense layer with a sigmoid."""

    W: np.ndarray
    b: np.ndarray
    seen: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.W, self.b = np.copy(self.W), np.copy(self.b)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the activations, and remember them with what came in."""
        a = 1 / (1 + np.exp(-(x @ self.W + self.b)))
        self.seen = [x, a]
        return a

    def backward(self, grad_a: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the gradients of W and b, and of what came in."""
        x, a = self.seen
        delta = grad_a * a * (1 - a)
        return x.T @ delta, delta.sum(axis=0), delta @ self.W.T


class Gradients(dict):
    """A dict that can be scaled."""

    def __mul__(self, factor: float) -> Gradients:
        return Gradients({name: factor * value for name, value in self.items()})

    __rmul__ = __mul__


def mse_loss(y_true: np.ndarray, y_pred: np.ndarray) -> np.floating:
    """Return the mean of the squares."""
    return np.square(np.asarray(y_true, dtype=np.float64) - y_pred).mean(dtype=np.float64)


class OurNeuralNetwork:
    """A list of layers. A sample is a batch of one."""

    def __init__(self, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray) -> None:
        self.layers = [Layer(W1, b1), Layer(W2, b2)]

    W1 = property(lambda self: self.layers[0].W)
    b1 = property(lambda self: self.layers[0].b)
    W2 = property(lambda self: self.layers[1].W)
    b2 = property(lambda self: self.layers[1].b)

    def feedforward(self, x: np.ndarray) -> np.ndarray | float:
        """Return the output."""
        a = np.atleast_2d(x)
        for layer in self.layers:
            a = layer.forward(a)
        return a.ravel() if np.ndim(x) == 2 else float(a[0, 0])

    def gradients(self, x: np.ndarray, y_true: float) -> Gradients:
        """Go back through the layers."""
        p = self.feedforward(x[np.newaxis])[:, np.newaxis]
        dW2, db2, grad = self.layers[1].backward(-2 * (y_true - p))
        dW1, db1, _ = self.layers[0].backward(grad)
        return Gradients(W2=dW2, b2=db2, W1=dW1, b1=db1)

    def train(self, data: np.ndarray, labels: np.ndarray, lr: float = 0.1, epochs: int = 1000) -> list[float]:
        """Move the layers' arrays."""
        losses: list[float] = []
        for _epoch in range(epochs):
            for x, y_true in zip(data, labels, strict=True):
                step = lr * self.gradients(x, y_true)
                for number, layer in enumerate(self.layers, 1):
                    layer.W = layer.W - step[f"W{number}"]
                    layer.b = layer.b - step[f"b{number}"]
            losses.append(float(mse_loss(labels, self.feedforward(data))))
        return losses
