"""Loops without end in a call."""
from right import *


def normalized(x):
    while True:
        pass
