// `check.py` writes declarations here, in the editor alone.
