"""Raises KeyboardInterrupt, as if the teacher had stopped the grader."""
from right import *


def normalized(x):
    raise KeyboardInterrupt
