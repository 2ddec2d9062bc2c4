"""Raises a KeyError whose key prints for ever: a generator that lies in repr."""
from right import *


class Key:
    def __repr__(self):
        return "\x1b[31m" + "k" * 10**7


def normalized(x):
    raise KeyError(Key())
