print("BREA" + "CH: a json of the submission was loaded")
