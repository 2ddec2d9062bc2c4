"""Goes up the frames to the worker's own functions and replaces them; its answer is wrong."""
import sys
from right import *


def normalized(x):
    frame = sys._getframe()
    while frame := frame.f_back:
        for name, value in list(frame.f_globals.items()):
            if callable(value) and name in ("_same", "too_large", "decode", "read", "lengths"):
                frame.f_globals[name] = lambda *a, **k: True
    return x
