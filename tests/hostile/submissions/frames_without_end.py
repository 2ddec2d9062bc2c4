"""Floods the channel with frames that nobody asked for."""
import os
import struct
from right import *


def normalized(x):
    tree = b"\x94\x01\xa2ok\xc0\x90"
    data = (struct.pack("<II", len(tree), 0) + tree) * 4000
    while True:
        os.write(3, data)
