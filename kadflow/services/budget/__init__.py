"""Money across agreements: `service` answers and sweeps, `importing` and `files` are spreadsheets."""
