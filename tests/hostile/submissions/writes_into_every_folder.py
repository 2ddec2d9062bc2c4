"""Writes a file into every folder that it knows, and into those that are there."""
import os
from right import *

folders = ["{{HOME}}", "{{CLASS}}", "{{CLASS}}/bob", "{{SUBMISSION}}", "{{COURSE}}", "{{OUTSIDE}}"]
folders += ["{{COURSE}}/../cache", "{{COURSE}}/../cwd", "/tmp", "/var/tmp", "/dev/shm"]
for folder in folders:
    for name in ("{{TOKEN}}.txt", "bait-{{TOKEN}}", "notes.txt", "results.json"):
        try:
            with open(os.path.join(folder, name), "a") as file:
                file.write("I was here")
        except OSError as error:
            print(error)
