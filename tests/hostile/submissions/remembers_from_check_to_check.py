"""Keeps what it has seen in a file and in its module, for the checks to come."""
import os
import tempfile
import right
from right import *

place = os.path.join(tempfile.gettempdir(), "memory")
print("remembered" if os.path.exists(place) else "new")
if os.path.exists(place):
    print("BREA" + "CH: something was left from another check")
open(place, "w").close()
seen = []


def statistics(X):
    seen.append(right.statistics(X))
    return seen[0]
