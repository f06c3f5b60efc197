"""`kadflow agreement`: the heart of the command line."""
