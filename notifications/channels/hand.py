"""By hand: a text that somebody sends from a telephone, since there is no other way.

Nothing leaves here. The secretariat copies the text, or opens it in WhatsApp by its link, and says
afterwards that it was done.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{6,20}")


def phone(text: str, country: str = "62") -> str:
    """Digits of a telephone number with its country, without a plus: ``0812...`` is ``62812...``.

    Raises:
        ValueError: It is no telephone number.
    """
    if not _NUMBER.fullmatch(text.strip()):
        message = f"{text!r} is no telephone number"
        raise ValueError(message)
    digits = re.sub(r"\D", "", text)
    if digits.startswith("0") and not text.strip().startswith("+"):
        digits = country + digits.lstrip("0")
    if not 8 <= len(digits) <= 15:
        message = f"{text!r} is no telephone number"
        raise ValueError(message)
    return digits


def whatsapp_link(digits: str, text: str) -> str:
    """Opens WhatsApp with a text for a number; nothing is sent until somebody presses send."""
    return f"https://wa.me/{digits}?text={quote(text, safe='')}"
