"""Forks without end, by every way that Python has, and counts on one of them."""
import multiprocessing
import os
import pty
import subprocess
from right import *


def normalized(x):
    while True:
        failed = 0
        for way in (os.fork, pty.fork, os.forkpty):
            try:
                if way() in (0, (0, -1)):
                    os._exit(0)
                print("BREA" + "CH: forked")
            except OSError as error:
                failed, last = failed + 1, error
        if failed:
            raise last
