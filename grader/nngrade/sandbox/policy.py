"""Which modules a learner's code may import: the standard library, NumPy, what the exercise allows, its own folder.

The verdict must be the same on every system, so this is decided by name and not by what happens to be installed;
Landlock stands underneath, for code that goes around it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType


class Policy:
    """A finder, first on `sys.meta_path`, that refuses what is not allowed and leaves the rest to the others."""

    def __init__(self, folder: Path, allowed: Sequence[str]) -> None:
        own = {path.stem if path.is_file() else path.name for path in folder.iterdir()}
        self.allowed = frozenset(sys.stdlib_module_names) | {"numpy", *allowed} | own
        self.refused: set[str] = set()

    def find_spec(self, name: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Raise `ModuleNotFoundError` for a module that is not allowed."""
        if name.partition(".")[0] in self.allowed:
            return None
        self.refused.add(name)
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    def blocked(self, error: BaseException) -> bool:
        """Say whether an exception comes from the policy: a refused import, or a system call or file denied."""
        if isinstance(error, ModuleNotFoundError):
            return error.name in self.refused
        return isinstance(error, PermissionError)
