"""Mechanical mutants: the reference solution with one small thing changed, each of which a check should notice."""
