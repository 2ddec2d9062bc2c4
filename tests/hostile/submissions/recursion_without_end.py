"""Calls itself until Python has enough."""
from right import *


def normalized(x):
    return normalized(x)
