"""A link to code of the course's own, in this process: the reference, or a known mistake; never a learner's."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from nngrade.sandbox import wire
from nngrade.sandbox.link import Special
from nngrade.sandbox.objects import Table
from nngrade.sandbox.outcome import Frame, Missing, Outcome, Raised


class Local:
    """The reference solution, or a known mistake: the same requests, executed here, without limits."""

    ended: Outcome | None = None

    def __init__(self, path: Path, make: Callable[[], ModuleType] | None = None, folder: Path | None = None) -> None:
        self.path = path = path.resolve()  # it may be imported anew, from another current folder
        self.make = make or (lambda: load(path))
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix="nngrade-reference-"))
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.folder = folder
        self.table = Table(self.make(), self.folder, wire.TO_WORKER)
        self.table.sources = {str(path): path.name}

    def start(self, seconds: float) -> None:
        """Begin a phase: here nothing is limited."""

    def fresh(self) -> Local:
        """Return a link to the module, imported anew."""
        return Local(self.path, self.make)

    def ask(
        self, special: Special, operation: str, *trees: Any, packer: wire.Packer, called: str
    ) -> tuple[Any, list[str]]:
        """Execute one request; see `Link`."""
        with np.errstate(all="ignore"):  # an overflow in the reference is no news for the learner
            reply, packed = self.table.execute([operation, *trees], memoryview(_joined(packer)))
        if reply[0] == "ok":
            return wire.Unpacker(memoryview(_joined(packed)), special, copy=False).unpack(reply[1]), reply[2]
        if reply[0] == "missing":
            raise Missing(reply[1], reply[2])
        raise Raised(reply[1], reply[2], [Frame(*line) for line in reply[3]], False, called)


def load(path: Path) -> ModuleType:
    """Import one of the course's own files, under a name that shadows nothing."""
    name = f"nngrade_reference_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


def _joined(packer: wire.Packer) -> bytes:
    return b"".join(bytes(memoryview(part).cast("B")) for part in packer.parts)
