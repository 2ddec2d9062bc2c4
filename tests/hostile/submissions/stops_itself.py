"""Stops its own process by a signal."""
import os
import signal
from right import *


def normalized(x):
    os.kill(os.getpid(), signal.SIGSTOP)
