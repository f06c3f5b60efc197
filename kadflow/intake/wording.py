"""One sentence in the two languages of Kadflow."""

from __future__ import annotations

import msgspec


class Said(msgspec.Struct, frozen=True):
    """The same sentence for an Indonesian and for an English reader.

    Attributes:
        id: Indonesian.
        en: English.
    """

    id: str
    en: str
