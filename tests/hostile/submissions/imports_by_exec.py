"""Reads the source of a package and executes it."""
from right import *


def normalized(x):
    exec(open("{{PACKAGE}}/checks/compare.py").read(), {"__name__": "compare"})
    print("BREA" + "CH: executed the grader's own code")
