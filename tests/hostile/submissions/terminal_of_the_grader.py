"""Types into the terminal and the input of others: /dev/tty, TIOCSTI, /dev/pts, /dev/console."""
import fcntl
import os
from right import *

for place in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx", "/dev/kmsg", "/dev/mem", "/dev/shm"):
    try:
        os.open(place, os.O_RDWR)
        print("BREA" + "CH: opened", place)
    except OSError as error:
        print(error)
for number in (0, 1, 2, 3):
    for request in (0x5412, 0x540E, 0x541C, 0x8901):
        try:
            fcntl.ioctl(number, request, b"x" * 8)
            print("BREA" + "CH: ioctl", hex(request))
        except OSError as error:
            print(error)
    for command in (8, 10, 1024, 1026):
        try:
            fcntl.fcntl(number, command, 0)
            print("BREA" + "CH: fcntl", command)
        except OSError as error:
            print(error)
