"""Makes a link to a hidden file where the file was to be."""
import os
import right
from right import *


class Model(right.Model):
    def save(self, path):
        os.symlink("{{HOME}}/notes.txt", path)
