"""Writes where no path leads: each folder's name has few characters and many bytes."""
import os

from right import *
from right import normalized as right_normalized


def normalized(*arguments):
    here = os.open(".", os.O_RDONLY)
    for _ in range(16):
        os.mkdir("\U0001f600" * 62, dir_fd=here)
        here, last = os.open("\U0001f600" * 62, os.O_RDONLY, dir_fd=here), here
        os.close(last)
    for number in range(200_000):
        os.close(os.open(str(number), os.O_CREAT | os.O_WRONLY, dir_fd=here))
    return right_normalized(*arguments)
