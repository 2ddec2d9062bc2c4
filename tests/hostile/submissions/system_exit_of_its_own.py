"""Raises its own subclass of SystemExit in a call."""
from right import *


class AllIsWell(SystemExit):
    code = 0


def normalized(x):
    raise AllIsWell(0)
