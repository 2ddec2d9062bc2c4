"""nngrade: exercises and an autograder for learning neural networks from NumPy up."""

__version__ = "0.1.0"
