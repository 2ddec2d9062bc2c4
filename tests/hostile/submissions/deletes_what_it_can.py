"""Removes the class, the home and the course, by every call that removes."""
import os
import shutil
from right import *

for top in ("{{HOME}}", "{{CLASS}}", "{{COURSE}}", "{{OUTSIDE}}"):
    for folder, folders, names in os.walk(top, topdown=False):
        for name in names:
            for attempt in (os.remove, lambda path: os.truncate(path, 0), lambda path: os.rename(path, path + "x")):
                try:
                    attempt(os.path.join(folder, name))
                except OSError:
                    pass
    shutil.rmtree(top, ignore_errors=True)
for path in ("{{HOME}}/notes.txt", "{{NEIGHBOUR}}", "{{COURSE}}/course.yaml"):
    for attempt in (os.remove, lambda path: os.truncate(path, 0), lambda path: os.replace(path, path + "x")):
        try:
            attempt(path)
        except OSError as error:
            print(error)
