"""Raises AssertionError, as a check would."""
from right import *


def normalized(x):
    raise AssertionError("10/10, well done")
