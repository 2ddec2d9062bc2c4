from hostile import normalized
