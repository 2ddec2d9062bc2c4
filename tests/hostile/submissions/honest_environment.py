"""Reads the environment with defaults, and sets the number of threads."""
import os

os.environ["OMP_NUM_THREADS"] = "1"
os.environ.setdefault("DEBUG", "0")
print(os.environ.get("HOME"), os.environ.get("USER", "nobody"), os.getenv("PATH"))

from right import *
