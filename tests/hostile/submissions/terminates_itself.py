"""Sends itself SIGTERM."""
import os
import signal
from right import *


def normalized(x):
    os.kill(os.getpid(), signal.SIGTERM)
