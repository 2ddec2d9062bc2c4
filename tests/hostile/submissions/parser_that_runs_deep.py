"""Compiles an expression of a hundred thousand brackets in a call."""
from right import *


def normalized(x):
    return eval("(" * 100_000 + "x" + ")" * 100_000)
