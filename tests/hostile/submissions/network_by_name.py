"""Looks up a name."""
import socket
from right import *


def normalized(x):
    return socket.getaddrinfo("localhost.{{TOKEN}}.invalid", 80)
