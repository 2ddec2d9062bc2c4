"""Makes sockets by the numbers of the system calls, and speaks on the channel by them."""
import ctypes
from right import *

libc = ctypes.CDLL(None, use_errno=True)
pair = (ctypes.c_int * 2)()
for number, arguments in ((41, (2, 1, 0)), (53, (1, 1, 0, pair)), (46, (3, None, 0)), (44, (3, b"x", 1, 0, None, 0))):
    for entry in (0, 0x40000000):
        if libc.syscall(number + entry, *arguments) >= 0:
            print("BREA" + "CH: the network by number", number)
