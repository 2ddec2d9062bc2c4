"""Prints every variable of the environment, by way of os, of the C library and of /proc."""
import ctypes
import os
from right import *

print(dict(os.environ))
entries = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
index = 0
while entries[index]:
    print(entries[index])
    index += 1
for place in ("self", os.getppid(), 1):
    try:
        print(open(f"/proc/{place}/environ").read())
    except OSError as error:
        print(error)
