"""The built-in plugin: the data sets weight_height, digits and mnist, and the metrics."""
