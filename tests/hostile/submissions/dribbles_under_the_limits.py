"""Sleeps in small pieces and computes a little in between: neither busy nor idle."""
import time
from right import *


def normalized(x):
    while True:
        time.sleep(2)
        sum(range(1000))
