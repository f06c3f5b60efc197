"""Rows, statements and files: the only room that speaks SQL or writes to a disk.

`sessions` opens a database and runs one command as one transaction; `statements` holds a clause
that is built once; `schema` migrates and checks; `tables` are the nouns; `blobs` keeps contents
by digest; `backup` copies everything into one file and back into an empty place.
"""
