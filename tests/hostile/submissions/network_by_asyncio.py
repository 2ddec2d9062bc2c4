"""Opens a connection by asyncio."""
import asyncio
from right import *


def normalized(x):
    return asyncio.run(asyncio.open_connection("127.0.0.1", int("{{TCP}}")))
