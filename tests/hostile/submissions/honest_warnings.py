"""Warns, by warnings and by NumPy."""
import warnings
import numpy as np
import right
from right import *


def normalized(x):
    warnings.warn("an odd warning", stacklevel=1)
    np.array([1.0]) / np.array([0.0])
    return right.normalized(x)
