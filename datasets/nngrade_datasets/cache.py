"""Arrays of bytes kept on disk: written atomically, verified on reading, and never needed to go on."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

_CHECKSUM = 4  # bytes of CRC-32 after the arrays; it reads 55 MB in 20 ms, SHA-256 takes three times that
_HEADER = 128  # what a one-dimensional .npy file has before its numbers


def save(path: Path, arrays: Sequence[Bytes]) -> bool:
    """Write the arrays one after the other into one `.npy` file; False where the folder cannot be written.

    A cache that cannot be written costs time and nothing else, so this never raises for it.
    """
    import tempfile  # NumPy brings it along; at the top it would slow down every command
    import zlib

    import numpy as np

    flat = [np.ascontiguousarray(array, np.uint8).reshape(-1) for array in arrays]
    checksum = 0
    for part in flat:
        checksum = zlib.crc32(part.data, checksum)
    content = np.concatenate([*flat, np.frombuffer(checksum.to_bytes(_CHECKSUM, "big"), np.uint8)])
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The final name appears by a rename alone: a reader sees the whole file or none.
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            np.save(file, content, allow_pickle=False)
        os.replace(temporary, path)
    except OSError:
        return False
    finally:
        if temporary is not None:  # nothing is left behind by a full disk or by Ctrl-C
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    return True


def load(path: Path, shapes: Sequence[tuple[int, ...]]) -> tuple[Bytes, ...] | None:
    """Return the arrays of these shapes, or None where there are none; a damaged file is set aside."""
    import zlib

    import numpy as np

    total = sum(map(prod, shapes))
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size != _HEADER + total + _CHECKSUM:
                raise ValueError("another size than the arrays have")
            content: Bytes = np.load(file, allow_pickle=False)
        if content.dtype != np.uint8 or content.shape != (total + _CHECKSUM,):
            raise ValueError("another dtype or shape")
        if zlib.crc32(content[:total].data) != int.from_bytes(content[total:].tobytes(), "big"):
            raise ValueError("another checksum")
    except OSError:
        return None
    except ValueError:
        with contextlib.suppress(OSError):
            os.replace(path, path.with_name(f"{path.name}.damaged"))
        return None
    parts = np.split(content[:total], np.cumsum([prod(shape) for shape in shapes])[:-1])
    return tuple(part.reshape(shape) for part, shape in zip(parts, shapes, strict=True))


def fingerprint(files: Iterable[Path]) -> str:
    """Return a key that changes when a file is replaced: made of path, size and time of the last change."""
    import hashlib

    lines = []
    for file in files:
        status = file.stat()
        lines.append(f"{file.resolve()}\0{status.st_size}\0{status.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def forget(folder: Path, pattern: str, keep: Path) -> None:
    """Remove the files of this pattern, except `keep`: a copy of MNIST takes 55 MB, and one is enough."""
    with contextlib.suppress(OSError):
        for path in folder.glob(pattern):
            if path != keep:
                path.unlink(missing_ok=True)
