"""Saves an archive with members called ../../x, an absolute path and the same name twice."""
import warnings
import zipfile
import right
from right import *


class Model(right.Model):
    def save(self, path):
        with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path, "w") as archive:
            for name in ("../../x.npy", "{{OUTSIDE}}/x.npy", "w.npy", "w.npy", "\x1b[2J.npy"):
                archive.writestr(name, b"\x93NUMPY\x01\x00\x46\x00" + b"{'descr': '<f8', 'shape': (10**9,)}" + bytes(35))
