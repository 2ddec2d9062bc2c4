"""Sends itself SIGINT."""
import os
import signal
from right import *


def normalized(x):
    os.kill(os.getpid(), signal.SIGINT)
    return [0] * 10
