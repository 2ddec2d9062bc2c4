"""Adds an audit hook that only notes what happens, and prints it."""
import sys
from right import *

seen = set()


def note(event, arguments):
    if event not in seen:
        seen.add(event)


sys.addaudithook(note)


def normalized(x):
    print(sorted(seen))
    return x - x.mean()
