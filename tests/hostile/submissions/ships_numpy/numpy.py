print("BREA" + "CH: a numpy of the submission was loaded")
