"""A thread ends the process while the call waits for it."""
import os
import threading
from right import *


def normalized(x):
    thread = threading.Thread(target=os._exit, args=(7,))
    thread.start()
    thread.join()
