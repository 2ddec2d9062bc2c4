"""Returns an object with __float__, __int__, __index__, __complex__ and __len__."""
from right import *


class Number:
    def __float__(self):
        return 0.0

    def __complex__(self):
        return 0j

    def __index__(self):
        return 5

    __int__ = __len__ = __index__


def normalized(x):
    return Number()
