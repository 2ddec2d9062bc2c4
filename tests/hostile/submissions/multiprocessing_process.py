"""Starts a daemon by multiprocessing."""
import multiprocessing
import time
from right import *


def normalized(x):
    process = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,), daemon=True)
    process.start()
    return x - x.mean()
