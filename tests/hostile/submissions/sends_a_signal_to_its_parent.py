"""Sends signal 0 to its parent, to its group and to everybody: harmless, and it shows that others would arrive."""
import os
from right import *

for target in (os.getppid(), 1, -1, 0):
    try:
        os.kill(target, 0)
        print("BREA" + "CH: could send a signal to", target)
    except OSError as error:
        print(target, error)
