"""Wants a pool of processes."""
from concurrent.futures import ProcessPoolExecutor
from right import *


def normalized(x):
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(abs, x))
