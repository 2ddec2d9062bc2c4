"""Files that the code under test writes and reads: they travel as bytes, here and in a worker."""

from __future__ import annotations

import pytest
from nngrade.sandbox import handles
from nngrade.sandbox.handles import Implementation
from sandbox_helpers import Make

FILES = """
import numpy as np
def save(path):
    np.savez(path, W1=np.eye(2), flag=np.array([True]))
def read(path):
    with open(path, "rb") as file:
        return file.read()
def text(path):
    with open(path, "w") as file:
        file.write("no archive")
def pickled(path):
    np.savez(path, a=np.array([None]))
"""


def test_files_travel_as_bytes(make: Make) -> None:
    impl = make(FILES)
    impl.save(impl.path("model.npz"))
    arrays = impl.npz("model.npz")
    assert {name: array.tolist() for name, array in arrays.items()} == {"W1": [[1, 0], [0, 1]], "flag": [True]}
    assert impl.read(impl.write("a.bin", bytes(range(256)))) == bytes(range(256))
    assert Implementation.read(impl, "a.bin") == bytes(range(256))
    with pytest.raises(handles.FileMissing, match=r"no file 'b\.npz'"):
        impl.npz("b.npz")
    for write in (impl.text, impl.pickled):
        write(impl.path("bad.npz"))
        with pytest.raises(handles.FileUnreadable, match=r"'bad\.npz' is no \.npz of plain arrays: "):
            impl.npz("bad.npz")
