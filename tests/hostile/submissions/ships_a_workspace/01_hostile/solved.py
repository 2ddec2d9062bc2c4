{{RIGHT}}
