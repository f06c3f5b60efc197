"""Exercises in which something falls due, on either database."""

from __future__ import annotations

from tests.scenarios.staging import (  # noqa: F401
    built_postgres,
    built_sqlite,
    either,
    exercise,
)
