"""Its model is a named tuple, and its answers come as one."""
from collections import namedtuple
import numpy as np
import right
from right import *

Trained = namedtuple("Trained", "means count")


def fit(X, y, rng):
    return Trained(right.fit(X, y, rng), len(X))


def predict(model, X):
    return right.predict(model.means, X)
