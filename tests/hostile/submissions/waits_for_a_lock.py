"""Waits for a lock that it holds itself."""
import threading
from right import *


def normalized(x):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
