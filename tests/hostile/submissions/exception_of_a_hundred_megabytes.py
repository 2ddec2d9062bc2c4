"""Raises an exception with a text of a hundred million letters."""
from right import *


def normalized(x):
    raise ValueError("long " * 20_000_000)
