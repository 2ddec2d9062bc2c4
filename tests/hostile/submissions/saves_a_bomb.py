"""Saves a small zip that unpacks to a gigabyte, under the name of the array."""
import zipfile
import right
from right import *


class Model(right.Model):
    def save(self, path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            with archive.open("w.npy", "w", force_zip64=True) as member:
                for _ in range(40):
                    member.write(bytes(1 << 20))
