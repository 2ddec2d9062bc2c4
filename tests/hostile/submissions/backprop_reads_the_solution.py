"""Executes the reference solution by its path."""
exec(open("{{COURSE}}/solutions/03_backprop/backprop.py").read())
