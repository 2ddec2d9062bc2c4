"""The control channel between grader and zygote: length-prefixed MessagePack, with descriptors beside it."""

from __future__ import annotations

import socket
import struct
from typing import Any

import msgspec

SETUP_FAILED = 113
PREFIX = struct.Struct("<I")
MAX_MESSAGE = 16 << 20


def send(channel: socket.socket, message: Any, descriptors: list[int] | None = None) -> None:
    """Send one message; `descriptors` travel with its first byte."""
    data = msgspec.msgpack.encode(message)
    data = PREFIX.pack(len(data)) + data
    sent = socket.send_fds(channel, [data], descriptors) if descriptors else channel.send(data)
    if sent < len(data):  # else it may have gone already for what it was told
        channel.sendall(data[sent:])


def receive(channel: socket.socket) -> tuple[list[Any], list[int]]:
    """Return the next message and its descriptors; raise `EOFError` when the other side is gone."""
    try:
        prefix, descriptors, _, _ = socket.recv_fds(channel, PREFIX.size, 2)
        prefix += _exactly(channel, PREFIX.size - len(prefix)) if prefix else b""
        if not prefix:
            raise EOFError
        return msgspec.msgpack.decode(_exactly(channel, PREFIX.unpack(prefix)[0])), list(descriptors)
    except ConnectionError as error:
        raise EOFError from error


def _exactly(channel: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        chunk = channel.recv(min(size - len(data), MAX_MESSAGE))
        if not chunk:
            raise EOFError
        data += chunk
    return data
