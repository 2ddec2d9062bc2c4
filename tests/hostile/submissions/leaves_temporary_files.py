"""Leaves files and folders in the folder for temporary files."""
import os
import tempfile
from right import *

print(tempfile.mkdtemp(), tempfile.mkstemp())
os.makedirs("a/b/c")
os.mkdir("closed", mode=0)
