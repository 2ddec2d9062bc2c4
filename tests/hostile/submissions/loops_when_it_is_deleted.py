"""Loops in __del__, on the way out of the call."""
from right import *


class Sticky:
    def __del__(self):
        while True:
            pass


def normalized(x):
    sticky = Sticky()
    return x - x.mean()
