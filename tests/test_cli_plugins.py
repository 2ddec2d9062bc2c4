"""`nngrade plugins`: what is there, and from whom."""

from __future__ import annotations


def test_the_built_in_plugins_are_shown(nngrade):
    shown = nngrade("plugins")
    assert (shown.code, shown.err) == (0, "")
    for given in ("courses", "nngrade", "data sets", "weight_height", "metrics", "macro_f1", "formats", "terminal"):
        assert given in shown.out
    assert all(len(line) <= 80 for line in shown.out.splitlines())
