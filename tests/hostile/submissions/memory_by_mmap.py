"""Maps memory without end, by mmap."""
import mmap
from right import *


def normalized(x):
    maps = []
    while True:
        maps.append(mmap.mmap(-1, 1 << 26))
