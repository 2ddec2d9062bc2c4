"""Looks at every open descriptor: what it is, where it leads, whether it can be read without waiting."""
import os
import select
from right import *

for number in range(256):
    try:
        print(number, os.fstat(number).st_mode)
    except OSError:
        continue
    if number > 3:
        print("BREA" + "CH: inherited", number)
    try:
        print(os.readlink(f"/proc/self/fd/{number}"))
    except OSError:
        pass
    if number not in (1, 2, 3) and select.select([number], [], [], 0)[0]:
        print(os.read(number, 1000))
