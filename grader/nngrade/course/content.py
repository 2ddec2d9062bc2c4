"""Where our own course lies: inside the installed package, or in the checkout around it."""

from __future__ import annotations

from pathlib import Path

import nngrade
from nngrade.errors import SetupError

NAME = "nngrade"  # of our own course


def content_root() -> Path:
    """Return the folder with our `course.yaml`, `exercises/` and `solutions/`.

    It goes by the package that is really imported: an editable install leaves a copy of `_content` in site-packages,
    and going by that one would serve exercises as they were on the day of the installation.
    """
    package = Path(nngrade.__file__).resolve().parent
    for root in (package / "_content", package.parent.parent):
        if (root / "course.yaml").is_file():
            return root
    raise SetupError(f"nngrade's own course is missing from {package}: install nngrade again (pip install nngrade).")
