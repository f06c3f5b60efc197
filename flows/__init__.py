"""When: Prefect flows around the facade; they choose what is due, and no rule lives here."""
