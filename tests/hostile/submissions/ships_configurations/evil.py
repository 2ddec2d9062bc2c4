print("BREA" + "CH: a plugin of the submission was loaded")
