"""Returns an object whose __array_interface__ points to address 16."""
from right import *


class Nowhere:
    __array_interface__ = {"shape": (5,), "typestr": "<f8", "data": (16, False), "version": 3}


def normalized(x):
    return Nowhere()
