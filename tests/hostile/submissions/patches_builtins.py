"""Replaces builtins that a comparison needs; its answer is wrong."""
import builtins
from right import *

for name in ("all", "any", "abs", "max", "min", "sum", "zip", "isinstance", "len"):
    setattr(builtins, name, lambda *a, **k: True)


def normalized(x):
    return x
