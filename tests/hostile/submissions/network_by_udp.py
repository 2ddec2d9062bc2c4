"""Sends a datagram in a call."""
import socket
from right import *


def normalized(x):
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(x.tobytes(), ("127.0.0.1", int("{{UDP}}")))
