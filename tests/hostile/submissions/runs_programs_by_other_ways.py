"""Runs programs by os.system, popen, posix_spawn, the C library, pty and an exec in a thread."""
import ctypes
import os
import pty
import threading
from right import *

command = "echo ran > {{OUTSIDE}}/ran"
libc = ctypes.CDLL(None)


def attempt(way):
    try:
        print(way())
    except BaseException as error:
        print(type(error).__name__, error)


for way in (
    lambda: os.system(command),
    lambda: os.popen(command).read(),
    lambda: os.posix_spawn("/bin/sh", ["sh", "-c", command], {}),
    lambda: libc.system(command.encode()),
    lambda: libc.popen(command.encode(), b"r"),
    lambda: pty.spawn(["/bin/sh", "-c", command]),
    lambda: os.spawnl(os.P_NOWAIT, "/bin/sh", "sh", "-c", command),
):
    attempt(way)
thread = threading.Thread(target=attempt, args=(lambda: os.execv("/bin/sh", ["sh", "-c", command]),))
thread.start()
thread.join()
