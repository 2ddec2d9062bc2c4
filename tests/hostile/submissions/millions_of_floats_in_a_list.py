"""Returns a list of eight million floats, which every known mistake would be compared with."""
from right import *


def normalized(x):
    return [0.5] * 8_300_000
