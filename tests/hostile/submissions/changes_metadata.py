"""Changes modes, owners, times and attributes of hidden files."""
import os
from right import *

for path in ("{{HOME}}/notes.txt", "{{NEIGHBOUR}}", "{{COURSE}}/course.yaml", "{{CLASS}}", "{{SUBMISSION}}"):
    for attempt in (
        lambda: os.chmod(path, 0o777),
        lambda: os.chown(path, 1, 1),
        lambda: os.utime(path, (0, 0)),
        lambda: os.setxattr(path, "user.x", b"x"),
        lambda: os.lchown(path, 2, 2),
        lambda: os.link(path, path + ".link"),
    ):
        try:
            attempt()
            print("BREA" + "CH: changed the metadata of a file")
        except OSError as error:
            print(error)
