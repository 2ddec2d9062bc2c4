"""Raises an exception with ten thousand others behind it."""
from right import *


def normalized(x):
    last = ValueError("first")
    for number in range(10_000):
        one = ValueError(number)
        one.__context__ = one.__cause__ = last
        last = one
    raise last
