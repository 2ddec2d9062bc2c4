"""Trains for ever."""
from right import *


def fit(X, y, rng):
    while True:
        X = X + 0
