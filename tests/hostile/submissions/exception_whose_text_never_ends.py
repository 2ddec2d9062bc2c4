"""Raises an exception whose __str__ never returns."""
from right import *


class Endless(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def normalized(x):
    raise Endless
