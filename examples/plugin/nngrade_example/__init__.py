"""A plugin for nngrade: the data set moons, the metric error_rate, the format score."""
