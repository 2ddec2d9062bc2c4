"""Lifts the recursion limit and recurses through C until the stack is full."""
import sys
from right import *


class Bottomless:
    def __repr__(self):
        return repr([self])

    def __len__(self):
        return len(self)


def normalized(x):
    sys.setrecursionlimit(10**9)
    return len(Bottomless())
