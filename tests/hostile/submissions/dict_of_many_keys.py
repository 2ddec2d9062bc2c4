"""Returns a dict with a hundred thousand keys."""
from right import *


def statistics(X):
    return dict.fromkeys(range(100_000), 1.0)
