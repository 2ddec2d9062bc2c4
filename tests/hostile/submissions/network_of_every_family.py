"""Makes sockets of every family and kind that there is, and pairs of them."""
import socket
from right import *

for family in range(46):
    for kind in (1, 2, 3, 5, 10):
        for protocol in (0, 1, 6, 17):
            try:
                socket.socket(family, kind, protocol).close()
                print("BREA" + "CH: a socket of family", family)
            except (OSError, OverflowError):
                pass
try:
    socket.socketpair()
    print("BREA" + "CH: a pair of sockets")
except OSError as error:
    print(error)
