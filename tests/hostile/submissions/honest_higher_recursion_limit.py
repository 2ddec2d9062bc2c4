"""Recurses two thousand levels deep."""
import sys
import numpy as np
from right import *

sys.setrecursionlimit(10_000)


def total(values):
    return values[0] + total(values[1:]) if len(values) else 0.0


total(np.ones(2000))
