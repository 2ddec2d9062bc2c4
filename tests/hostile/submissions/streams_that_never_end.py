"""Replaces standard output by an object whose flush never returns."""
import sys
from right import *


class Stream:
    def write(self, text):
        return len(text)

    def flush(self):
        while True:
            pass


def normalized(x):
    sys.stdout = Stream()
    return x
