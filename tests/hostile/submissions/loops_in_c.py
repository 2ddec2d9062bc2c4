"""Computes a power that takes until the end of time, in C, where no signal handler runs."""
from right import *


def normalized(x):
    return 10 ** (10 ** int(len(x) + 3))
