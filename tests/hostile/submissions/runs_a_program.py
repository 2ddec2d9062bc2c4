"""Runs a program by subprocess."""
import subprocess
from right import *


def normalized(x):
    return subprocess.run(["/bin/sh", "-c", "echo x > {{OUTSIDE}}/ran"], check=True)
