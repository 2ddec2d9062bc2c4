"""Returns a dict whose keys are tuples of a hundred thousand numbers: each has to be hashed, compared and told."""
from right import *


def statistics(X):
    return {tuple(range(k, 100_000 + k)): 0.0 for k in range(8)}
