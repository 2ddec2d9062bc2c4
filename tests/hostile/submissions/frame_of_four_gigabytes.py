"""Announces a frame of four gigabytes."""
import os
import time
from right import *


def normalized(x):
    os.write(3, b"\xff" * 8)
    time.sleep(1)
    return x
