"""Reads an `.npz` file without pickle and within bounds: its sizes are checked before anything is allocated."""

from __future__ import annotations

import ast
import io
import struct
import zipfile
from typing import Any

import numpy as np

from nngrade.sandbox.wire import DTYPES

LIMIT = 32 << 20
MAX_MEMBERS = 256
MAX_HEADER = 4096


def read_npz(data: bytes) -> dict[str, np.ndarray[Any, Any]]:
    """Return the arrays of an `.npz`; raise `ValueError` with the reason when it holds anything else.

    Numeric dtypes only, at most 256 members and 32 MB in all, whatever the archive says of itself.
    """
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    left = LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise ValueError(f"it has {len(members)} members")
            for member in members:
                with archive.open(member) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise ValueError(f"it unpacks to more than {LIMIT >> 20} MB")
                arrays[member.filename.removesuffix(".npy")] = read_npy(content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, struct.error) as error:
        raise ValueError(f"it is no zip archive that can be read ({error})") from error
    except Exception as error:
        if isinstance(error, ValueError):
            raise
        raise ValueError(f"it is damaged ({type(error).__name__})") from error  # zlib.error, lzma.LZMAError, ...
    return arrays


def read_npy(data: bytes) -> np.ndarray[Any, Any]:
    """Return the array of an `.npy` file's bytes; raise `ValueError` when it is damaged or not numeric."""
    if data[:6] != b"\x93NUMPY" or len(data) < 12:
        raise ValueError("a member is no .npy file")
    wide = data[6] >= 2
    size = struct.unpack_from("<I" if wide else "<H", data, 8)[0]
    start = (12 if wide else 10) + size
    if size > MAX_HEADER or start > len(data):
        raise ValueError("a member has a damaged header")
    try:
        header = ast.literal_eval(data[start - size : start].decode("latin-1").strip())
        descr, fortran, shape = header["descr"], header["fortran_order"], header["shape"]
        kind = np.dtype(descr) if isinstance(descr, str) else np.dtype(object)
    except (SyntaxError, KeyError, TypeError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError("a member has a damaged header") from error
    if kind.newbyteorder("<").str not in DTYPES:
        raise ValueError(f"a member has dtype {str(kind)[:40]}, which needs pickle or is no number")
    count = 1
    for length in shape if isinstance(shape, tuple) else (-1,):
        if type(length) is not int or not 0 <= length <= LIMIT:
            raise ValueError("a member has a damaged shape")
        count *= length
    if len(shape) > 32 or count * kind.itemsize != len(data) - start:
        raise ValueError("a member's bytes do not fill its shape")
    return np.frombuffer(data, kind, count, start).reshape(shape, order="F" if fortran else "C")
