"""Yields batches of ninety thousand empty arrays each: a megabyte of header that takes forty-four when decoded."""
from right import *


def batches(X, size):
    for _ in range(1000):
        yield [np.empty(0)] * 90_000
