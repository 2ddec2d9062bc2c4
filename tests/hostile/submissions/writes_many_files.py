"""Makes a hundred thousand files in a call."""
from right import *


def normalized(x):
    for number in range(100_000):
        open(str(number), "w").close()
