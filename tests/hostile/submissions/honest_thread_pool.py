"""Computes in a pool of threads."""
from concurrent.futures import ThreadPoolExecutor
import numpy as np
from right import *


def normalized(x):
    with ThreadPoolExecutor(4) as pool:
        return np.array(list(pool.map(lambda value: value - x.mean(), x)))
