"""Registers exits for the end of the program: atexit, threading, weakref and the module's own end."""
import atexit
import os
import weakref
from right import *


class Last:
    def __del__(self):
        os._exit(3)


keep = Last()
atexit.register(os._exit, 4)
weakref.finalize(keep, os._exit, 5)
