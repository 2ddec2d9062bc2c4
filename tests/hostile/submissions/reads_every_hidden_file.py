"""Prints every file of the home, the class and the course that it can read."""
import os
from right import *

for top in ("{{HOME}}", "{{CLASS}}", "{{COURSE}}"):
    for folder, folders, names in os.walk(top):
        for name in names:
            try:
                print(open(os.path.join(folder, name), errors="replace").read()[-4000:])
            except OSError as error:
                print(type(error).__name__)
print(os.listdir("."))
