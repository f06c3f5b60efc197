"""Word documents, written part by part: real styles, real captions, the same bytes each time."""
