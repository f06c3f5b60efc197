"""Values as people type them: instants, terms, files."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kadflow.domain.clock import end_of_day
from kadflow.domain.wording.system import cause_words
from kadflow.errors import InvalidInputError, NotFoundError, UnavailableError

OFFICE_OPENS = time(9, 0)
WIB = ZoneInfo("Asia/Jakarta")
_STRUCTURED = re.compile(r"[\[{\"]|-?\d+$|(true|false|null)$")


def instant(text: str) -> datetime:
    """An instant from a timestamp or a date; a date means 09:00 WIB, as does no zone.

    Raises:
        InvalidInputError: It is neither.
    """
    try:
        if len(text) == len("2026-01-31"):
            return datetime.combine(date.fromisoformat(text), OFFICE_OPENS, WIB).astimezone(UTC)
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(
            f"{text!r} is no time.",
            hint="Write a date like 2026-03-01, or a timestamp like 2026-03-01T14:30:00+07:00.",
            pesan=f"{text!r} bukan waktu.",
            saran="Tulis tanggal seperti 2026-03-01, atau waktu seperti 2026-03-01T14:30:00+07:00.",
        ) from error
    return (at if at.tzinfo else at.replace(tzinfo=WIB)).astimezone(UTC)


def moment(text: str) -> datetime:
    """An instant to look back from; a date means the end of that day in WIB.

    Raises:
        InvalidInputError: It is no time.
    """
    at = instant(text)
    if len(text) > len("2026-01-31"):
        return at
    return end_of_day(date.fromisoformat(text), "Asia/Jakarta") - timedelta(microseconds=1)


def day(text: str, option: str) -> str:
    """A calendar date, as it stands.

    Raises:
        InvalidInputError: It is none.
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InvalidInputError(
            f"{text!r} given with {option} is no date.",
            hint="Write it like 2026-03-01.",
            pesan=f"{text!r} pada {option} bukan tanggal.",
            saran="Tulis seperti 2026-03-01.",
        ) from error


def number_of_days(text: str) -> int:
    """A number of days, as ``7d``.

    Raises:
        InvalidInputError: It is none.
    """
    found = re.fullmatch(r"(\d{1,4})\s*(d|h|hari|days?)?", text.strip().lower())
    if found is None:
        raise InvalidInputError(
            f"{text!r} is no number of days.",
            hint="Write it like 7d.",
            pesan=f"{text!r} bukan jumlah hari.",
            saran="Tulis seperti 7d.",
        )
    return int(found[1])


def terms_of(settings: Sequence[str], file: Path | None) -> dict[str, Any]:
    """Terms by path from ``--terms FILE`` and ``--set PATH=VALUE``; the latter win.

    A value is JSON where it parses as JSON (``true``, ``12``, ``null`` to remove, objects,
    lists, quoted texts), plain text otherwise.

    Raises:
        InvalidInputError: A setting without ``=``, broken JSON, or a file that holds no map.
    """
    values = _terms_file(file) if file is not None else {}
    for setting in settings:
        path, equals, text = setting.partition("=")
        if not equals or not path.strip():
            raise InvalidInputError(
                f"--set {setting!r} names no path and value.",
                hint="Write it like --set 'title=Pengelolaan sampah'.",
                pesan=f"--set {setting!r} tidak menyebut bagian dan nilainya.",
                saran="Tulis seperti --set 'title=Pengelolaan sampah'.",
            )
        values[path.strip()] = _value(path.strip(), text)
    return values


def _value(path: str, text: str) -> Any:
    stripped = text.strip()
    if not _STRUCTURED.match(stripped):
        return text
    try:
        return json.loads(stripped)
    except ValueError as error:
        if stripped[0] not in "[{":
            return text
        raise InvalidInputError(
            f"The value of {path} begins like JSON but is none: {error}.",
            hint='Write for example \'{"starts_on": "2026-03-01"}\' or \'["a", "b"]\'.',
            path=path,
            pesan=f"Nilai {path} diawali seperti JSON tetapi bukan: {error}.",
            saran='Tulis misalnya \'{"starts_on": "2026-03-01"}\' atau \'["a", "b"]\'.',
        ) from error


def _terms_file(file: Path) -> dict[str, Any]:
    text = read_text(file)
    values = _from_json(file, text) if file.suffix.lower() == ".json" else _from_yaml(file, text)
    if not isinstance(values, dict):
        raise InvalidInputError(
            f"{file} holds no terms.",
            hint="Write one line per path, like 'title: ...'.",
            pesan=f"{file} tidak memuat pokok kerja sama.",
            saran="Tulis satu baris untuk tiap bagian, seperti 'title: ...'.",
        )
    return {str(path): value for path, value in values.items()}


def _from_json(file: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise InvalidInputError(
            f"{file} is not valid JSON: {error}.",
            hint="Mend it, or write YAML.",
            pesan=f"{file} bukan JSON yang benar: {error}.",
            saran="Perbaiki, atau tulis sebagai YAML.",
        ) from error


def _from_yaml(file: Path, text: str) -> Any:
    """YAML as terms need it: dates stay text, as everywhere in Kadflow."""
    import yaml  # noqa: PLC0415 - only for files

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    try:
        return yaml.load(text, Loader=Loader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError) as error:
        raise InvalidInputError(
            f"{file} is not valid YAML: {' '.join(str(error).split())}.",
            hint="Mend the line that is named.",
            pesan=f"{file} bukan YAML yang benar: {' '.join(str(error).split())}.",
            saran="Perbaiki baris yang disebut.",
        ) from error


def read_bytes(file: Path) -> bytes:
    """The content of a file that the person named.

    Raises:
        NotFoundError: There is no such file.
        InvalidInputError: It is a folder.
        UnavailableError: It cannot be read.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(
            f"There is no file {file}.",
            hint="Check its name.",
            pesan=f"Tidak ada berkas {file}.",
            saran="Periksa namanya.",
        ) from error
    except IsADirectoryError as error:
        raise InvalidInputError(
            f"{file} is a folder.",
            hint="Name a file in it.",
            pesan=f"{file} adalah folder.",
            saran="Sebutkan berkas di dalamnya.",
        ) from error
    except OSError as error:
        raise UnavailableError(
            f"{file} cannot be read: {error.strerror}.",
            hint="Check its permissions.",
            pesan=f"{file} tidak dapat dibaca: {cause_words(error)[0]}.",
            saran="Periksa hak aksesnya.",
        ) from error


def read_text(file: Path) -> str:
    """The text of a file that the person named.

    Raises:
        InvalidInputError: It is not text in UTF-8.
    """
    try:
        return read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"{file} is not text in UTF-8.",
            hint="Save it as UTF-8 and try again.",
            pesan=f"{file} bukan teks UTF-8.",
            saran="Simpan sebagai UTF-8, lalu coba lagi.",
        ) from error


def write_text(file: Path, text: str) -> None:
    """Write a file that the person named.

    Raises:
        UnavailableError: It cannot be written.
    """
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise UnavailableError(
            f"{file} cannot be written: {error.strerror}.",
            hint="Name another file.",
            pesan=f"{file} tidak dapat ditulis: {cause_words(error)[0]}.",
            saran="Sebutkan berkas lain.",
        ) from error
