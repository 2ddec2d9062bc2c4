"""Sends a frame of a million nested lists, which costs a decoder its stack."""
import os
import struct
from right import *


def normalized(x):
    tree = b"\x91" * 1_000_000
    data = memoryview(struct.pack("<II", len(tree), 0) + tree)
    while data:
        data = data[os.write(3, data) :]
    return x
