"""Writes rubbish to the channel, then answers rightly."""
import os
import right
from right import *


def normalized(x):
    os.write(3, b"\xff" * 4096)
    return right.normalized(x)
