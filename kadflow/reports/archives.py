"""Zip archives whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""Of every entry: the first that the format knows."""

_FILE_MODE: Final = 0o600 << 16
_UNIX: Final = 3


def zipped(files: Mapping[str, bytes], first: tuple[str, ...] = ()) -> bytes:
    """An archive of these files.

    Args:
        files: Content by name.
        first: Names that a reader wants to find first; the others follow in order.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (*first, *sorted(files.keys() - set(first))):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _FILE_MODE
            archive.writestr(entry, files[name], compresslevel=6)
    return out.getvalue()
