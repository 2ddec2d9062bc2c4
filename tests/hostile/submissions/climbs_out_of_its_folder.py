"""Changes into the root folder and lists what is there."""
import os
from right import *


def normalized(x):
    os.chdir("/")
    return os.listdir("{{CLASS}}")
