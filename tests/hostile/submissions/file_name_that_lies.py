"""Changes its code's file name and first line to those of the grader, and raises."""
from right import *


def broken(x):
    return 1 / 0


code = broken.__code__.replace(co_filename="{{PACKAGE}}/grading.py", co_name="grade\x1b[2J\n::error::", co_firstlineno=1)
broken.__code__ = code


def normalized(x):
    return broken(x)
