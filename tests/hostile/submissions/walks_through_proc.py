"""Prints what /proc tells: of itself, its parents, process 1 and everybody else."""
import os
from right import *

for pid in ("self", "thread-self", os.getppid(), 1, *range(2, 4000, 7)):
    for name in ("cmdline", "environ", "maps", "status", "fd", "cwd", "root", "mem", "stat", "task"):
        place = f"/proc/{pid}/{name}"
        for read in (os.listdir, os.readlink, lambda path: open(path, "rb").read(5000)):
            try:
                print(read(place))
            except OSError:
                pass
for name in ("net/tcp", "net/unix", "mounts", "kcore", "version", "keys", "sys/kernel/hostname", "kallsyms"):
    try:
        print(open(f"/proc/{name}").read(5000))
    except OSError:
        pass
