"""Read IDX files, MNIST's own format, gzipped or not, without believing what they say about their size."""

from __future__ import annotations

import stat
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNSIGNED_BYTE = 0x08  # the only number type in MNIST's files


class DamagedFileError(ValueError):
    """A file that is not what it should be: a sentence that begins with the file's path, without a full stop."""

    def __init__(self, path: Path, reason: str):
        super().__init__(f"{path} {reason}")


def header(shape: tuple[int, ...]) -> bytes:
    """Return the first bytes of an IDX file of unsigned bytes: two zeros, the type, the number of axes, the sizes."""
    sizes = b"".join(size.to_bytes(4, "big") for size in shape)
    return bytes((0, 0, _UNSIGNED_BYTE, len(shape))) + sizes


def read_idx(path: Path, shape: tuple[int, ...], sha256: str | None = None) -> NDArray[np.uint8]:
    """Return the array of this shape that the file holds.

    Parameters
    ----------
    path : Path
        An IDX file of unsigned bytes, plain or gzipped (told by its first bytes, not by its name).
    shape : tuple of int
        What it must hold; never more than that is read or unpacked.
    sha256 : str, optional
        The sum of the unpacked file.

    Raises
    ------
    DamagedFileError
        Where the file cannot be read, ends early, goes on too long, or is another one.
    """
    import hashlib

    import numpy as np

    start = header(shape)
    expected = len(start) + prod(shape)
    content = read_bounded(path, expected)
    if content[:2] != start[:2] or len(content) < 4:
        raise DamagedFileError(path, "is not an IDX file")
    if content[: len(start)] != start:
        raise DamagedFileError(path, f"holds {_described(content)}, and {_described(start)} are expected")
    if len(content) < expected:
        raise DamagedFileError(path, f"ends early: {len(content):,} of {expected:,} bytes")
    if len(content) > expected:
        raise DamagedFileError(path, f"is too long: it goes on after {expected:,} bytes")
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedFileError(
            path, "has the right size and other contents: its SHA-256 is not MNIST's (is it Fashion-MNIST?)"
        )
    return np.frombuffer(content, np.uint8, offset=len(start)).reshape(shape)


def read_bounded(path: Path, expected: int) -> bytes:
    """Return at most `expected` + 1 bytes of a file, unpacked where it is gzipped."""
    import gzip
    import zlib

    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would wait for ever
            raise DamagedFileError(path, "is not a regular file")
        with path.open("rb") as file:
            gzipped = file.read(2) == b"\x1f\x8b"
        if gzipped:
            with gzip.open(path, "rb") as packed:
                return packed.read(expected + 1)
        with path.open("rb") as file:
            return file.read(expected + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        reason = "it ends early" if isinstance(error, EOFError) else str(error)
        raise DamagedFileError(path, f"cannot be unpacked: {reason}") from None
    except OSError as error:
        raise DamagedFileError(path, f"cannot be read: {error.strerror or error}") from None


def _described(start: bytes) -> str:
    """Return "60,000 x 28 x 28 bytes" for the header of an IDX file."""
    axes = start[3]
    sizes = [int.from_bytes(start[4 + 4 * i : 8 + 4 * i], "big") for i in range(axes)]
    kind = "bytes" if start[2] == _UNSIGNED_BYTE else f"numbers of type 0x{start[2]:02x}"
    return f"{' x '.join(f'{size:,}' for size in sizes[:4])} {kind}"
