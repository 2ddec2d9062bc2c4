print("BREA" + "CH: a traceback of the submission was loaded")
