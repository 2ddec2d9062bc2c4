"""Returns a model that gives itself as the answer to everything, predictions too."""
from right import *


class Everything:
    def __getattr__(self, name):
        return self

    def __call__(self, *a, **k):
        return self


def fit(X, y, rng):
    return Everything()


def predict(model, X):
    return model
