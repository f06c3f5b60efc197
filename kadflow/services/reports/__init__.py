"""Reports as use cases: gather what was known, compose, store, sign off, send."""
