"""Prints on both streams at import and in each call, and is right."""
import sys

import right
from right import *

print("imported")


def normalized(x):
    print("normalized", x)
    print("to standard error", file=sys.stderr)
    return right.normalized(x)
