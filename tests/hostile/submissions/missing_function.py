"""One function is called otherwise."""
from right import Model, batches, fit, predict, statistics


def normalised(x):
    return x
