"""Writes up to a gigabyte into files of 32 MB."""
import os
from right import *


def normalized(x):
    data = bytes(1 << 20)
    for number in range(32):
        with open(str(number), "wb") as file:
            for _ in range(32):
                file.write(data)
    print("BREA" + "CH: a gigabyte was written")
