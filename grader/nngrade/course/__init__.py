"""A course: the folder with `course.yaml`, `exercises/` and `solutions/`, read into frozen structs."""
