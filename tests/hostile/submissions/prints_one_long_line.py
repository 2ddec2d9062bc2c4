"""Prints a line of a megabyte without an end, and raises no hand."""
import sys
from right import *


def normalized(x):
    sys.stdout.write("\u2603" * 300_000)
    return x
