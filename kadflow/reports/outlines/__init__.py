"""The shipped outlines of reports, as data."""
