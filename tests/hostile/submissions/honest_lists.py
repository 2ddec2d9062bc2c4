"""Returns lists in place of arrays, and Python's own numbers."""
import right
from right import *


def normalized(x):
    mean = sum(x.tolist()) / len(x)
    return [value - mean for value in x.tolist()]


def batches(X, size):
    return tuple(X[start : start + size] for start in range(0, len(X), size))
