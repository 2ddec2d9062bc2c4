"""Prints for ever."""
import os
from right import *


def normalized(x):
    while True:
        os.write(1, b"and so on\n" * 4096)
