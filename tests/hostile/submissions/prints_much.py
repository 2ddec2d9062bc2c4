"""Prints 64 MB in a call; head and tail are kept."""
import os
from right import *

once = True


def normalized(x):
    global once
    print("the first words", flush=True)
    for _ in range(64 if once else 0):
        os.write(1, b"m" * (1 << 20))
    once = False
    print("the last words", flush=True)
    return x
