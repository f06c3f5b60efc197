"""`kadflow notice`: who was told what, by which way, and what became of it."""
