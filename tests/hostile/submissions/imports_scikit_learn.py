"""Imports scikit-learn within a call."""
from right import *


def normalized(x):
    from sklearn.preprocessing import scale

    return scale(x)
