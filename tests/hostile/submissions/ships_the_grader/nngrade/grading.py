print("BREA" + "CH: a grader of the submission was loaded")
