"""Fills linecache with text for its own file and for every other, then raises."""
import linecache
import sys
from right import *

forged = ["\x1b[2J::error::forged line\n"] * 1000
for file in [__file__, "hostile.py", *(getattr(m, "__file__", None) or "x" for m in list(sys.modules.values()))]:
    linecache.cache[file] = (10, None, forged, file)
linecache.checkcache = lambda *a: None


def normalized(x):
    return 1 / 0
