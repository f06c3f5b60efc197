"""`kadflow organisation`: parties, their offices, and who holds them under which letter."""
