"""Raises two exceptions that are each other's cause and context."""
from right import *


def normalized(x):
    first, second = ValueError("first"), TypeError("second")
    first.__cause__ = first.__context__ = second
    second.__cause__ = second.__context__ = first
    raise first
