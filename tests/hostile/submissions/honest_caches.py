"""Remembers answers by lru_cache and in a dict of arrays."""
from functools import cache, lru_cache
import numpy as np
import right
from right import *

known = {}


@lru_cache(maxsize=None)
def mean(values):
    return sum(values) / len(values)


def normalized(x):
    key = x.tobytes()
    if key not in known:
        known[key] = x - mean(tuple(x))
    return known[key]
