print("BREA" + "CH: a pytest of the submission was loaded")
