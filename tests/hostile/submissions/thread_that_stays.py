"""Leaves a thread, no daemon, that sleeps for a minute."""
import threading
import time
import right
from right import *


def normalized(x):
    threading.Thread(target=time.sleep, args=(60,)).start()
    return right.normalized(x)
