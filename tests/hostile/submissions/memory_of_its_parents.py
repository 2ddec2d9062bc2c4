"""Reads the memory of its parent by /proc and by process_vm_readv, and says when it could."""
import ctypes
import os
from right import *

libc = ctypes.CDLL(None, use_errno=True)
for pid in (os.getppid(), 1):
    try:
        print("BREA" + "CH: opened", open(f"/proc/{pid}/mem", "rb"))
    except OSError as error:
        print(error)
    ours = ctypes.create_string_buffer(8)
    mine = (ctypes.c_void_p * 2)(ctypes.addressof(ours), 8)
    theirs = (ctypes.c_void_p * 2)(id(None), 8)
    if libc.syscall(310, pid, mine, 1, theirs, 1, 0) >= 0:
        print("BREA" + "CH: read the memory of", pid)
