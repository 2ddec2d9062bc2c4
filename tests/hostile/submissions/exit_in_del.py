"""Leaves when an object is deleted, on the way out of the call."""
import os
from right import *


class Bomb:
    def __del__(self):
        os._exit(9)


def normalized(x):
    bomb = Bomb()
    return x - x.mean()
