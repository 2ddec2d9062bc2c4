"""Asks for more after every MemoryError."""
from right import *

pile = []


def normalized(x):
    while True:
        try:
            while True:
                pile.append(bytearray(1 << 24))
        except MemoryError:
            pass
