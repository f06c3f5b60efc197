"""From facts to a content model: an outline's sections, one after the other."""
