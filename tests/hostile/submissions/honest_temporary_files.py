"""Writes temporary files and a file in the current folder, and reads them again."""
import tempfile
import numpy as np
import right
from right import *


def normalized(x):
    with tempfile.TemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
        np.save(file, x)
        file.seek(0)
        np.savetxt(f"{folder}/x.txt", x)
        np.save("here.npy", x)
        return right.normalized(np.load(file)) + 0 * np.load("here.npy")
