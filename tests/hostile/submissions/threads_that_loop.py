"""Eight threads compute without end in C, where they do not wait for each other."""
import hashlib
import threading
from right import *


def work():
    data = bytes(1 << 20)
    while True:
        hashlib.sha256(data).digest()


def normalized(x):
    for _ in range(8):
        threading.Thread(target=work, daemon=True).start()
    work()
