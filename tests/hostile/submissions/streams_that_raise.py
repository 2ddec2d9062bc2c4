"""Replaces the streams by objects whose write and flush raise; its answer is wrong."""
import sys
from right import *


class Stream:
    def __getattr__(self, name):
        raise ZeroDivisionError


sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Stream()


def normalized(x):
    return x
