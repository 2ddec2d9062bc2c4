"""The verdicts: probes, the comparison with the reference, and pytest, which runs the hidden checks."""
