"""Reads the CPU clock of its parent, locks a file that others read, and looks into the page cache."""
import ctypes
import fcntl
import os
import time
from right import *


def normalized(x):
    tries = [
        lambda: time.clock_gettime((~os.getppid() << 3) | 6),
        lambda: fcntl.flock(os.open(__file__, os.O_RDONLY), fcntl.LOCK_EX),
        lambda: fcntl.lockf(os.open(__file__, os.O_RDONLY), fcntl.LOCK_SH),
        lambda: os.posix_fadvise(os.open(__file__, os.O_RDONLY), 0, 0, os.POSIX_FADV_DONTNEED),
        lambda: os.preadv(os.open(__file__, os.O_RDONLY), [bytearray(1)], 0, os.RWF_NOWAIT),
        lambda: os.readlink("/proc/self/exe"),
    ]
    for number, attempt in enumerate(tries):
        try:
            attempt()
        except OSError:
            continue
        print("BREA" + "CH", number)
    return x - np.mean(x)
