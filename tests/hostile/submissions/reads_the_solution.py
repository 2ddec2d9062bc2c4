"""Opens the reference solution by its path."""
from right import *


def normalized(x):
    return open("{{COURSE}}/solutions/01_hostile/hostile.py").read()
