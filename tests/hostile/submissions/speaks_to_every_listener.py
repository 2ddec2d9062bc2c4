"""Connects or sends to a listener of every family: TCP, UDP, IPv6, unix and abstract sockets."""
import socket
from right import *

inet, inet6, unix = socket.AF_INET, socket.AF_INET6, socket.AF_UNIX
stream, datagram = socket.SOCK_STREAM, socket.SOCK_DGRAM
for family, kind, address in (
    (inet, stream, ("127.0.0.1", "{{TCP}}")),
    (inet, datagram, ("127.0.0.1", "{{UDP}}")),
    (inet6, stream, ("::1", "{{TCP6}}")),
    (inet6, datagram, ("::1", "{{UDP6}}")),
    (unix, stream, "{{UNIX}}"),
    (unix, stream, "\0{{ABSTRACT}}"),
):
    try:
        one = socket.socket(family, kind)
        one.settimeout(1)
        one.connect((address[0], int(address[1])) if type(address) is tuple else address)
        one.send(b"hello")
        print("BREA" + "CH: spoke to", address)
    except (OSError, ValueError) as error:
        print(error)
