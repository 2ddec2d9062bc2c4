"""Reports: each module makes one format from a `nngrade/result/v1`; `plugin.py` registers them."""
