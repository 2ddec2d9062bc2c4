"""Prints what acts on a terminal: colours, a cleared screen, a title, a bell, cursor moves, C1 controls."""
from right import *


def normalized(x):
    print("\x1b[2J\x1b[H\x1b[32mPASS\x1b[0m\x1b]0;owned\x07\x1b]8;;http://x\x07\x9b31m\x08\x08\x7f\r20/20\x0b\x0c\x85")
    print("\u202e02/02 ssap \u2066\u200b\ufeff\u2028\u2029\U000e0041" + "z\u0351\u0344" * 500)
    return x
