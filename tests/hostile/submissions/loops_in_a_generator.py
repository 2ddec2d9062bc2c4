"""A generator that never comes to its first item."""
from right import *


def batches(X, size):
    while True:
        pass
    yield X
