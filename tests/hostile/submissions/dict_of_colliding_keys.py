"""Returns a dict of a thousand keys that all have one hash."""
from right import *


def statistics(X):
    return {key * (2**61 - 1): 0.0 for key in range(1000)}
