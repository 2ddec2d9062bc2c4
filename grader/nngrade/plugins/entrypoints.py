"""Find the installed plugins: the entry points of a group, read cheaply and never from the current folder."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "nngrade"
_METADATA = (".dist-info", ".egg-info", "EGG-INFO")


def installed(group: str = GROUP) -> list[EntryPoint]:
    """Return the group's entry points, sorted by name, each with the distribution it came with (`.dist`).

    What lies in the current folder does not count: it may be a learner's, and `python -m nngrade` puts it on the
    path.
    """
    # Importing importlib.metadata takes 25 ms, more than all the rest of `nngrade list`; a look at the few files that
    # could name a plugin takes 1 ms, and mostly there is none.
    if not any(_mentions(folder, f"[{group}]".encode()) for folder in sys.path if not _is_current(folder)):
        return []
    from importlib.metadata import entry_points

    found = [
        point for point in entry_points(group=group) if not (point.dist and _is_current(point.dist.locate_file("")))
    ]
    return sorted(found, key=lambda point: (point.name, point.value))


def _is_current(folder: object) -> bool:
    try:
        return os.path.samefile(str(folder) or os.curdir, os.curdir)
    except OSError:
        return False


def _mentions(folder: str, section: bytes) -> bool:
    """Tell whether a distribution in this folder may have the section; what cannot be looked into counts as yes."""
    try:
        with os.scandir(folder) as entries:
            metadata = [entry.path for entry in entries if entry.name.endswith(_METADATA)]
    except NotADirectoryError:  # a zip file
        return True
    except OSError:
        return False
    for path in metadata:
        try:
            with open(os.path.join(path, "entry_points.txt"), "rb") as file:
                if section in file.read():
                    return True
        except OSError:
            continue
    return False
