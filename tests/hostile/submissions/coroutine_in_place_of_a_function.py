"""An async function returns a coroutine."""
from right import *


async def normalized(x):
    return x - x.mean()
