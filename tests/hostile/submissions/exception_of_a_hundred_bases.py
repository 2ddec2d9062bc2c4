"""Raises an exception at the end of a hundred classes with long names."""
from right import *

kind = Exception
for number in range(100):
    kind = type(f"E{number}" + "x" * 10_000, (kind,), {})


def normalized(x):
    raise kind("deep")
