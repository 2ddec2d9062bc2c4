"""Prints every byte there is, zeros and broken UTF-8 too."""
import os
from right import *


def normalized(x):
    os.write(1, bytes(range(256)) * 20)
    os.write(2, b"\xed\xa0\x80\xf8\x88\x80\x80\x80\xc0\x80\xff\xfe")
    return x
