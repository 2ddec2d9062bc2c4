"""Changes modes, owners, times and attributes by the numbers of the calls, old and new."""
import ctypes
from right import *

libc = ctypes.CDLL(None, use_errno=True)
path, zeros = b"{{HOME}}/notes.txt", ctypes.create_string_buffer(64)
for number, arguments in (
    (90, (path, 0o777)),
    (268, (-100, path, 0o777)),
    (452, (-100, path, 0o777, 0)),
    (92, (path, 1, 1)),
    (94, (path, 1, 1)),
    (260, (-100, path, 1, 1, 0)),
    (132, (path, zeros)),
    (235, (path, zeros)),
    (280, (-100, path, zeros, 0)),
    (188, (path, b"user.x", b"x", 1, 0)),
    (189, (path, b"user.x", b"x", 1, 0)),
    (463, (-100, path, 0, b"user.x", zeros, 24)),
    (197, (path, b"user.x")),
    (76, (path, 0)),
    (86, (path, b"link")),
    (88, (path, b"link")),
):
    for entry in (0, 0x40000000):
        if libc.syscall(number + entry, *arguments) == 0:
            print("BREA" + "CH: metadata by number", number)
