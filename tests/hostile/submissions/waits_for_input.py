"""Asks for input, where nobody types."""
from right import *


def normalized(x):
    return float(input("x? "))
