whole = 2
