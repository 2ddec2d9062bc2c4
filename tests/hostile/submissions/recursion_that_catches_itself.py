"""Recurses twice at each level and swallows the RecursionError: it would take until the end of time."""
from right import *


def normalized(x):
    try:
        normalized(x)
    except BaseException:
        pass
    try:
        normalized(x)
    finally:
        return normalized(x)
