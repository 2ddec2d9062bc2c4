"""Raises from code that says it comes from the hidden checks, so that the traceback shows their lines."""
from right import *

lines = {}
exec(compile("\n" * 5 + "def f():\n    return 1 / 0\n", "{{COURSE}}/exercises/01_hostile/checks.py", "exec"), lines)


def normalized(x):
    return lines["f"]()
