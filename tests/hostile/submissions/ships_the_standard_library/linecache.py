print("BREA" + "CH: a linecache of the submission was loaded")
