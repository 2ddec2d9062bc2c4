"""Which modules a learner's code may import: the standard library, NumPy, what the exercise allows, its own folder.

The verdict must be the same on every system, so this is decided by name and not by what happens to be installed;
Landlock stands underneath, for code that goes around it.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

MOST_REASONS = 8
# as the interpreter has them, whatever a class of the learner's says
_cause, _context = (BaseException.__dict__[name].__get__ for name in ("__cause__", "__context__"))
_name = type.__dict__["__name__"].__get__


def place_of(package: str) -> str:
    """Return the folder of an installed package, or its file."""
    spec = PathFinder.find_spec(package)
    if spec is None:
        raise ModuleNotFoundError(f"the exercise allows {package!r}, which is not installed here")
    return next(iter(spec.submodule_search_locations or [spec.origin or ""]))


class Policy:
    """A finder, first on `sys.meta_path`, that refuses what is not allowed and leaves the rest to the others.

    `packages` maps what the exercise allows to its folder or file: it is found without a look into the folder of all
    installed packages, which nobody may list here.
    """

    def __init__(self, folder: Path, packages: Mapping[str, str]) -> None:
        # what lies in folders, too: code may put one of them on the path
        own = {path.name.partition(".")[0] for path in (*folder.iterdir(), *folder.rglob("*"))}
        self.allowed = frozenset(sys.stdlib_module_names) | {"numpy", *packages} | own
        self.packages = packages

    def find_spec(self, name: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Raise `ModuleNotFoundError` for a module that is not allowed; who only asks where it is gets None."""
        if name in self.packages:
            place = self.packages[name]
            inside = [place] if os.path.isdir(place) else None
            file = os.path.join(place, "__init__.py") if inside else place
            return importlib.util.spec_from_file_location(name, file, submodule_search_locations=inside)
        if name.partition(".")[0] in self.allowed:
            return None
        asking = sys._getframe(2)  # behind the import system's own frame
        if asking.f_code is importlib.util.find_spec.__code__:
            return None
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    def blocked(self, error: BaseException) -> bool:
        """Say whether an exception comes from the policy: a refused import, or a system call or file denied.

        Or one that was raised for it: a library that hides a refused connection behind an error of its own.
        """
        reason: BaseException | None = error
        for _ in range(MOST_REASONS):
            if isinstance(reason, ModuleNotFoundError):
                return bool(reason.name) and str(reason.name).partition(".")[0] not in self.allowed
            if isinstance(reason, PermissionError) or (
                isinstance(reason, OSError) and _name(type(reason)) == "gaierror"
            ):
                return True
            reason = _cause(reason) or _context(reason) if reason is not None else None
        return False
