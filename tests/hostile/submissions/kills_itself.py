"""Sends itself SIGKILL, which looks like the kernel's own."""
import os
import signal
from right import *


def normalized(x):
    os.kill(os.getpid(), signal.SIGKILL)
