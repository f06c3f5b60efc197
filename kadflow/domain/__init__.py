"""The nouns: frozen values and the record they add up to; no I/O, no clock of its own."""
