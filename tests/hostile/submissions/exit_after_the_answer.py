"""Answers rightly, and a thread ends the process a moment later."""
import os
import threading
import right
from right import *


def normalized(x):
    threading.Timer(0.002, os._exit, (0,)).start()
    return right.normalized(x)
