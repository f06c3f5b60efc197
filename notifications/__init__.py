"""How people are told: which notices exist, what each needs, and its words. Knows no database."""

from __future__ import annotations

from notifications.catalogue import KINDS, Kind, NoticeError, check, headline

__all__ = ["KINDS", "Kind", "NoticeError", "check", "headline"]
