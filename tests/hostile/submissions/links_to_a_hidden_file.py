"""Makes links to a hidden file, soft and hard, in its scratch folder and reads through them."""
import os
from right import *

for link in (os.symlink, os.link):
    for target in ("{{HOME}}/notes.txt", "{{NEIGHBOUR}}"):
        try:
            link(target, "link")
            print("BREA" + "CH: made a link")
            print(open("link").read())
        except OSError as error:
            print(error)
