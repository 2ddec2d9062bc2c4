"""Calls fork, vfork, clone and clone3 by their numbers, with the ordinary entry and with that of x32."""
import ctypes
import os
from right import *

libc = ctypes.CDLL(None, use_errno=True)
for number, arguments in ((57, ()), (56, (17, 0, 0, 0, 0)), (435, (ctypes.create_string_buffer(88), 88))):
    for entry in (0, 0x40000000):
        child = libc.syscall(number + entry, *arguments)
        if child == 0:
            os._exit(0)
        if child > 0:
            print("BREA" + "CH: a process by number", number, child)
