"""The one door to a learner's code: another process, confined by the kernel, that answers in plain data."""
