"""Reads an `.npz` file without pickle and within bounds: its sizes are checked before anything is allocated."""

from __future__ import annotations

import ast
import io
import re
import struct
import warnings
import zipfile
from typing import Any

import numpy as np

from nngrade.sandbox.wire import DTYPES

LIMIT = 32 << 20
MAX_MEMBERS = 256
MAX_HEADER = 4096
MAX_RANK = 32
TEXT = re.compile(r"[<>|][SU][1-9][0-9]{0,5}")  # np.array("relu"): read without pickle, too
ENTRY = b"PK\x01\x02"  # begins each line of a zip's directory
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others cannot be unpacked within a bound


class Unreadable(ValueError):
    """A file that is no `.npz` of plain arrays; `str()` is the reason, to follow "it is no .npz of plain arrays:"."""


def read_npz(data: bytes) -> dict[str, np.ndarray[Any, Any]]:
    """Return the arrays of an `.npz`; raise `Unreadable` with the reason when it holds anything else.

    Numbers and text only, at most 256 members and 32 MB in all, whatever the archive says of itself.
    """
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    if (entries := data.count(ENTRY)) > 2 * MAX_MEMBERS:  # before a list of them all is made
        raise Unreadable(f"it has {entries} members")
    left = LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise Unreadable(f"it has {len(members)} members")
            for member in members:
                if member.compress_type not in METHODS:
                    raise Unreadable("it is packed in a way that np.savez does not use")
                with archive.open(member) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise Unreadable(f"it unpacks to more than {LIMIT >> 20} MB")
                arrays[member.filename.removesuffix(".npy")] = read_npy(content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, struct.error) as error:
        raise Unreadable(f"it is no zip archive that can be read ({error})") from error
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"it is damaged ({type(error).__name__})") from error  # zlib.error, lzma.LZMAError, ...
    return arrays


def read_npy(data: bytes) -> np.ndarray[Any, Any]:
    """Return the array of an `.npy` file's bytes; raise `Unreadable` if it is damaged, or neither numbers nor text."""
    if data[:6] != b"\x93NUMPY" or len(data) < 12:
        raise Unreadable("a member is no .npy file")
    wide = data[6] >= 2
    size = struct.unpack_from("<I" if wide else "<H", data, 8)[0]
    start = (12 if wide else 10) + size
    if size > MAX_HEADER or start > len(data):
        raise Unreadable("a member has a damaged header")
    try:
        with warnings.catch_warnings(action="ignore"):  # of a "\s" in it: not on our standard error
            header = ast.literal_eval(data[start - size : start].decode("latin-1").strip())
        descr, fortran, shape = header["descr"], header["fortran_order"], header["shape"]
    except (SyntaxError, KeyError, TypeError, ValueError, RecursionError, MemoryError) as error:
        raise Unreadable("a member has a damaged header") from error
    if not isinstance(descr, str) or not (descr.replace(">", "<", 1) in DTYPES or TEXT.fullmatch(descr)):
        raise Unreadable(f"a member has dtype {str(descr)[:40]}, which needs pickle or is neither number nor text")
    kind = np.dtype(descr)
    count = room = 1
    for length in shape if isinstance(shape, tuple) else (-1,):
        if type(length) is not int or not 0 <= length <= LIMIT:
            raise Unreadable("a member has a damaged shape")
        count *= length
        room *= max(length, 1)
    if len(shape) > MAX_RANK or room > LIMIT or count * kind.itemsize != len(data) - start:
        raise Unreadable("a member's bytes do not fill its shape")
    array = np.frombuffer(data, kind, count, start)
    if kind.kind == "b":  # any byte may lie in the file; a bool must be 0 or 1
        array = array.view(np.uint8) != 0
    return array.reshape(shape, order="F" if fortran else "C").copy(order="K")
