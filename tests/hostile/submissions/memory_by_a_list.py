"""Appends to a list for ever."""
from right import *


def normalized(x):
    pile = []
    while True:
        pile.append(bytes(1 << 20))
