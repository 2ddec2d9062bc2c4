"""Raises StopIteration within a generator, to end it early without a word."""
from right import *


def batches(X, size):
    yield X[:size]
    raise StopIteration
