"""Sleeps: no processor time is used at all."""
import time
from right import *


def normalized(x):
    time.sleep(60)
