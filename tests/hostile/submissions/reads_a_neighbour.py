"""Opens what a neighbour has handed in."""
from right import *


def normalized(x):
    return open("{{NEIGHBOUR}}").read()
