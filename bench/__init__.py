"""How fast and how light: measured against a floor from the same run (``make bench``)."""
