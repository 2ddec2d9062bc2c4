"""Swallows whatever is raised in it, and goes on."""
from right import *


def normalized(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
