"""Brings checks.py, exercise.yaml and course.yaml, and imports the first."""
from right import *


def normalized(x):
    import checks

    return checks
