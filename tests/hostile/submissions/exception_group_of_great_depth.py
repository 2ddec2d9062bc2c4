"""Raises groups within groups, and a group of ten thousand."""
from right import *


def normalized(x):
    group = ExceptionGroup("wide", [ValueError(str(number)) for number in range(10_000)])
    for _ in range(500):
        group = BaseExceptionGroup("deep", [group, SystemExit(0)])
    raise group
