"""Audits a course: what its author promises is tried."""
