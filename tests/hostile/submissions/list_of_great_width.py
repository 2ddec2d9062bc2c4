"""Returns a list of six hundred thousand texts."""
from right import *


def normalized(x):
    return ["x"] * 600_000
