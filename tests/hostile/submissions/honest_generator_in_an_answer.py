"""Keeps a random generator among its parameters, as who likes to have everything in one place."""
import right
from right import *


class Everything(dict):
    """The means, and the generator that nobody needs any more."""


def fit(X, y, rng):
    return Everything(means=right.fit(X, y, rng), rng=rng)


def predict(model, X):
    return right.predict(model["means"], X)
