"""Returns a hundred million letters."""
from right import *


def normalized(x):
    return "x" * 100_000_000
