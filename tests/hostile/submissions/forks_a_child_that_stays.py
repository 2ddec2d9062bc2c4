"""Forks a child that closes everything, starts a session of its own and stays for a minute."""
import os
import time
from right import *

try:
    child = os.fork()
except OSError as error:
    print(error)
else:
    if child == 0:
        os.setsid()
        os.closerange(0, 256)
        time.sleep(60)
        os._exit(0)
    print("BREA" + "CH: forked", child)
