"""What comes from outside, read into plain values: region names, agreement registers.

Nothing here knows a database, a service or a clock: files and names in, frozen values out.
"""
