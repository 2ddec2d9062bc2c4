"""Raises an exception whose metaclass lies about its name and its bases."""
from right import *


class Meta(type):
    __name__ = property(lambda cls: 1 / 0)
    __mro__ = property(lambda cls: [])
    __module__ = property(lambda cls: 1 / 0)


class Odd(Exception, metaclass=Meta):
    pass


def normalized(x):
    raise Odd("odd")
