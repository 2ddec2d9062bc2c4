"""Returns a memoryview of a million bytes and a bytearray."""
from right import *


def normalized(x):
    return [memoryview(bytes(10**6)), bytearray(10**6)]
