"""Has form feeds, vertical space and trailing blanks between its parts."""
from right import *




def normalized(x):    

    return x - x.mean()   
