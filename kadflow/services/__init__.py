"""Use cases: one transaction per call. They gather facts, ask the engine, and write what it decided."""
