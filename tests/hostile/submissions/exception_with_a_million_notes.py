"""Raises an exception with notes without end."""
from right import *


def normalized(x):
    error = ValueError("noted")
    error.__notes__ = ["note\n" * 100] * 100_000
    raise error
