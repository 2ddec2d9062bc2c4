"""Connects by TCP in a call."""
import socket
from right import *


def normalized(x):
    socket.create_connection(("127.0.0.1", int("{{TCP}}")), timeout=1).sendall(x.tobytes())
