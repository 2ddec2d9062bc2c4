"""Tries to write into, rename and delete the copy of itself that the worker has imported."""
import os
from right import *

for attempt in (
    lambda: open(__file__, "a").write("x"),
    lambda: os.remove(__file__),
    lambda: os.rename(__file__, __file__ + "~"),
    lambda: os.truncate(__file__, 0),
    lambda: os.mkdir(os.path.join(os.path.dirname(__file__), "folder")),
):
    try:
        attempt()
        print("BREA" + "CH: changed its own copy")
    except OSError as error:
        print(error)
