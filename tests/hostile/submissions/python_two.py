"""Is Python 2, where print is a statement."""
print "hello"
