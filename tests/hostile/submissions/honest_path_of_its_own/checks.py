agreed = True
