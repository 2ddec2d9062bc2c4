"""Raises a SyntaxError with a forged file, a line that is no number and a text of a megabyte."""
from right import *


def normalized(x):
    error = SyntaxError("made up")
    error.filename, error.lineno, error.offset = __file__, "line one", object()
    error.text = "x" * 10**6
    raise error
