"""Raises an exception whose __str__, __repr__ and __format__ raise it again."""
from right import *


class Silent(Exception):
    def __str__(self):
        raise self

    __repr__ = __format__ = __str__


def normalized(x):
    raise Silent
