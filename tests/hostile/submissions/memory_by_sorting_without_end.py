"""Sorts the integers, all of them."""
import itertools
from right import *


def normalized(x):
    return sorted(itertools.count())
