"""Has a comment and nothing else."""
