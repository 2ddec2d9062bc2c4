print("BREA" + "CH: a random of the submission was loaded")
