"""Sends the beginning of a frame, then answers as if nothing were."""
import os
import right
from right import *


def normalized(x):
    os.write(3, b"\x40\x00\x00\x00\x00")
    return right.normalized(x)
