"""When: what is looked at again and how often, around the facade; no rule lives here.

Each sweep (`deadlines`, `history` ...) chooses what is due, cuts it into shards and calls the
facade; none of them needs Prefect. `scheduled` makes Prefect flows of them, `in_process` runs
them here and now, `serving` and `deploying` bring them to a Prefect server.
"""
