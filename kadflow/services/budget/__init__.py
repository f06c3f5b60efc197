"""Money across agreements: its rows, its sweep, its registers as files.

`rows` writes what the command path decided, `family` reads what a parent says, `service` answers
and sweeps, `importing` and `exporting` speak with spreadsheets.
"""
