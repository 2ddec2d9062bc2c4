"""Reads hidden files by descriptor, mmap, NumPy, zipfile, sqlite3, tokenize, linecache and the C library."""
import ctypes
import linecache
import mmap
import os
import sqlite3
import tokenize
import numpy as np
from right import *

hidden = "{{COURSE}}/exercises/01_hostile/checks.py"
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p


def by_descriptor():
    return os.read(os.open(hidden, os.O_RDONLY), 10**5)


def by_folder():
    folder = os.open("/", os.O_PATH | os.O_DIRECTORY)
    return os.read(os.open(hidden[1:], os.O_RDONLY, dir_fd=folder), 10**5)


def by_mmap():
    return mmap.mmap(os.open(hidden, os.O_RDONLY), 0, prot=mmap.PROT_READ)[:]


def by_stream():
    stream = libc.fopen(hidden.encode(), b"r")
    buffer = ctypes.create_string_buffer(10**5)
    return libc.fread(buffer, 1, 10**5, ctypes.c_void_p(stream)) and buffer.raw if stream else None


ways = [
    by_descriptor,
    by_folder,
    by_mmap,
    by_stream,
    lambda: np.fromfile(hidden, "u1").tobytes(),
    lambda: np.memmap(hidden, mode="r")[:].tobytes(),
    lambda: np.loadtxt(hidden, dtype=str, delimiter="\1"),
    lambda: linecache.getlines(hidden),
    lambda: tokenize.open(hidden).read(),
    lambda: sqlite3.connect(f"file:{hidden}?mode=ro", uri=True).execute("select * from x"),
    lambda: open(f"/proc/self/root{hidden}").read(),
    lambda: open(f"/proc/self/cwd/../../../../../../..{hidden}").read(),
    lambda: open(f"../../../../../../../../..{hidden}").read(),
    lambda: open(f"/dev/fd/../../..{hidden}").read(),
]
for way in ways:
    try:
        print(way())
    except BaseException as error:
        print(type(error).__name__, error)
